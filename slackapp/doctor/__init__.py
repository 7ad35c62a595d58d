"""What is wrong with tokens, scopes, projects, people and database, before it goes live."""
