"""Things to read: rules, templates, code lists, fonts, words. Imports nothing of ours."""
