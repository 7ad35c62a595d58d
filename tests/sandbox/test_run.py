from dataclasses import replace

from slack_sdk import WebClient

from sandbox.people import PEOPLE
from sandbox.run import start_sandbox


def test_the_same_people_are_in_both_services() -> None:
    ada = replace(PEOPLE[0], slack_id="U0ADA", username="ada-sandbox", name="Ada", gitlab_id=42)
    with start_sandbox(people=iter((*PEOPLE[:2], ada))) as box:
        client = WebClient(box.slack.bot_token, base_url=box.slack.api_url)
        listed = client.users_list()["members"]
        state = box.gitlab.state
        assert {"U0ADA", "U0FRIDA", "U0LEO"} <= {member["id"] for member in listed}
        assert "U0SANA" not in {member["id"] for member in listed}
        assert {user.username for user in state.users.values()} == {
            "ada-sandbox",
            "frida-sandbox",
            "leo-sandbox",
            "runtime-upgrade-bot",
        }
        assert box.gitlab.token_of("ada-sandbox") == "glpat-ada-sandbox-token"
