"""`sandbox gitlab` imitates any GitLab that its options describe."""

import pytest
import typer
from graphql import GraphQLObjectType

from sandbox.gitlab.features import Features
from sandbox.gitlab.graphql.schema import list_unknown, schema_for
from sandbox.gitlab.versions import VERSIONS
from slackapp.cli.sandboxes import gitlab_options


@pytest.mark.parametrize("version", VERSIONS)
def test_a_version_lacks_what_it_lacks_and_what_is_left_out(version: str) -> None:
    options = gitlab_options(version, ["WorkItem.movedToWorkItemUrl", "Tree"], [])
    kinds = schema_for(Features(**options)).type_map
    item = kinds["WorkItem"]

    assert isinstance(item, GraphQLObjectType)
    assert "movedToWorkItemUrl" not in item.fields
    assert "Tree" not in kinds
    assert ("WorkItemWidgetStatus" in kinds) == (version not in {"16", "17"})


def test_a_field_can_be_marked_as_an_experiment() -> None:
    options = gitlab_options("19", [], ["Group.workItems"])
    group = schema_for(Features(**options)).type_map["Group"]

    assert isinstance(group, GraphQLObjectType)
    assert (group.fields["workItems"].deprecation_reason or "").startswith("**Status**: Experiment")


def test_every_name_of_the_versions_exists_and_a_misspelt_one_is_refused() -> None:
    named = [n for one in VERSIONS.values() for n in one.get("without", ())]
    named += [n for one in VERSIONS.values() for n in one.get("experiments", ())]

    assert list_unknown(named) == []
    with pytest.raises(typer.BadParameter, match="has no WorkItem"):
        gitlab_options("19", ["WorkItem.namespcae"], [])
