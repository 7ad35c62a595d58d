"""The command line: `serve`, the verbs, the sandbox and the demo."""
