"""The assistant's commands: one module per verb, as functions of a store and a connection."""
