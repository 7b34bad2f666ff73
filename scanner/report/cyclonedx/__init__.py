"""CycloneDX (ECMA-424) bills of materials in JSON, plain dictionaries in the shape of the published schemas."""
