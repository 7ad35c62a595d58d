"""A local GitLab: REST and GraphQL in GitLab's wire formats, and pages to use it by hand."""
