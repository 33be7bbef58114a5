"""The profiles shipped with the house: one YAML file each, read by `sources.profile`."""

__all__: list[str] = []
