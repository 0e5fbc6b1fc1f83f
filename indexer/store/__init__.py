"""What is searched, document by document: `DIR/.index/documents/<id>/<build>/` and one manifest that lists the live builds."""
