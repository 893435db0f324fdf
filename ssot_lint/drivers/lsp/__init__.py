"""The language server: findings in an editor, while the project is being edited. It needs pygls."""
