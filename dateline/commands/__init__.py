"""Commands, a module each, with the command's own name: what they take, do and say."""
