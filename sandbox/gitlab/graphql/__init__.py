"""GitLab's GraphQL API: an excerpt of the published reference, executed by graphql-core."""
