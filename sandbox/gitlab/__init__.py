"""A local GitLab: REST and GraphQL in GitLab's wire formats, and pages for using it by hand."""
