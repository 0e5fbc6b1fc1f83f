def render(report): return "<html></html>"
