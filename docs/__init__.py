"""The site of the documentation: README.md, the READMEs of the checks and the policy's models as pages."""
