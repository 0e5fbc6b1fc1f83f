"""Every setting of the service, from environment variables that begin with PORSESH_."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """PORSESH_CORPUS, PORSESH_SEEDS, PORSESH_MODEL, PORSESH_ALLOW_ORIGINS, ..."""

    model_config = SettingsConfigDict(env_prefix="PORSESH_")

    corpus: Path = Path("corpus")
    seeds: Path = Path("seeds")
    model: str | None = Field(None, description="An embedding model by name or local folder; none: the bundled one")
    allow_origins: list[str] = Field([], description="Origins whose pages may embed the chat widget")
    max_body_bytes: int = 65_536
    max_upload_bytes: int = Field(200 * 1024 * 1024, description="Cap for a file that is added over HTTP")
    admin_key: SecretStr | None = Field(None, description="Who sends it may add and remove documents; none: this machine alone")
    heartbeat_seconds: float = 15.0
    questions_per_minute: int = Field(0, description="Cap for one client; 0: none")
