"""The command line: `serve`, the verbs in a terminal, the sandbox and the demo."""
