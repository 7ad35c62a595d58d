"""Slack's error codes: what each means for a call, and what an operator can do.

Source: the lists of errors of the methods that the assistant calls (docs.slack.dev, reference
methods: chat.postMessage, chat.update, conversations.history, .replies, .open, .info, users.list,
users.info, pins.add, files.getUploadURLExternal, files.completeUploadExternal, files.info,
views.open, views.publish, auth.test). The kinds are ours.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class ErrorKind(StrEnum):
    """What a refused call may expect from being repeated.

    ``passes`` goes away by itself. ``uncertain`` does, too, but Slack may have acted. ``operator``
    goes away for all calls once somebody fixes the installation. ``stays`` is a refusal of this
    call. ``ours`` is a mistake of the assistant.
    """

    passes = "passes"
    uncertain = "uncertain"
    operator = "operator"
    stays = "stays"
    ours = "ours"


@dataclass(frozen=True)
class SlackErrorCode:
    """A documented error code with a sentence for an operator."""

    code: str
    kind: ErrorKind
    advice: str


_LATER = "Slack refuses it for now; it is repeated."
_BUSY = "Slack failed; it is repeated after looking whether the message arrived."
_MOVING = "Slack is moving the workspace or the channel; it is repeated."
_INSTALL = "Slack refuses the bot token: install the app again and set SLACK_BOT_TOKEN."
_SCOPE = "The app lacks a scope or an approval: install it again with manifest.yml."
_ADMIN = "The workspace's settings forbid it: ask an administrator of the workspace."
_INVITE = "The app is not in the channel: type `/invite @runtime-upgrade` there."
_ARCHIVED = "The channel is archived: unarchive it, or change it in the catalog."
_GONE = "Somebody deleted the message: `card`, or retrying it, posts it again."
_NOT_OURS = "Slack does not let the app change this message: drop it."
_PERSON = "The person cannot receive messages of the app: check their account in Slack."
_FILE = "Slack does not accept the file: check the workspace's limits for files."
_LATE = "It took too long to open the dialog: press the button again."
_OURS = "This is a mistake of the assistant: report it with the key of the message."

_GROUPS: tuple[tuple[ErrorKind, str, str], ...] = (
    (
        ErrorKind.passes,
        _LATER,
        ("ratelimited rate_limited message_limit_exceeded hash_conflict update_failed "
        "streaming_state_conflict list_record_comment_fetch_failed"),
    ),
    (
        ErrorKind.passes,
        _MOVING,
        "team_added_to_org org_login_required external_channel_migrating accesslimited",
    ),
    (
        ErrorKind.uncertain,
        _BUSY,
        "internal_error fatal_error service_unavailable request_timeout",
    ),
    (
        ErrorKind.operator,
        _INSTALL,
        "invalid_auth not_authed account_inactive token_revoked token_expired",
    ),
    (
        ErrorKind.stays,
        _SCOPE,
        ("missing_scope no_permission not_allowed_token_type app_access_restricted "
        "team_access_not_granted method_deprecated deprecated_endpoint unknown_method "
        "forbidden_team team_not_found not_implemented "
        "two_factor_setup_required enterprise_is_restricted access_denied"),
    ),
    (
        ErrorKind.stays,
        _ADMIN,
        ("restricted_action restricted_action_read_only_channel restricted_action_thread_locked "
        "restricted_action_thread_only_channel restricted_action_non_threadable_channel "
        "cant_broadcast_message cant_delete_message channel_is_limited_access "
        "ekm_access_denied posting_to_channel_denied messages_tab_disabled "
        "not_enabled edit_window_closed cannot_reply_to_message"),
    ),
    (ErrorKind.stays, _INVITE, "not_in_channel channel_not_found channel_type_not_supported"),
    (ErrorKind.stays, _ARCHIVED, "is_archived is_inactive"),
    (ErrorKind.stays, _GONE, "message_not_found"),
    (ErrorKind.stays, _NOT_OURS, "cant_update_message"),
    (ErrorKind.stays, _OURS, "no_item_specified bad_timestamp"),
    (ErrorKind.stays, "The thread was deleted: drop the message.", "thread_not_found"),
    (
        ErrorKind.stays,
        _PERSON,
        ("user_not_found users_not_found user_not_visible user_disabled user_not_in_channel "
        "cannot_dm_bot method_not_supported_for_channel_type is_bot not_allowed"),
    ),
    (ErrorKind.stays, "The channel has too many pins: remove some.", "too_many_pins not_pinnable"),
    (ErrorKind.stays, "The message is pinned already.", "already_pinned"),
    (
        ErrorKind.stays,
        _FILE,
        ("file_uploads_disabled file_uploads_except_images_disabled file_upload_size_restricted "
        "file_is_deleted file_not_shared file_share_limit_reached file_type_not_allowed "
        "max_file_sharing_exceeded not_visible unable_to_share_files template_not_visible "
        "canvas_disabled_file_team canvas_disabled_user_team canvas_globally_disabled "
        "slack_connect_clip_sharing_blocked slack_connect_file_upload_sharing_blocked "
        "slack_connect_lists_sharing_blocked missing_file_data channels_limit_exceeded "
        "storage_limit_reached file_not_found file_deleted file_update_failed malware_detected "
        "blocked_file_type posting_to_general_channel_denied over_pagination_limit"),
    ),
    (
        ErrorKind.stays,
        _LATE,
        ("expired_trigger_id exchanged_trigger_id invalid_trigger_id trigger_expired "
        "trigger_exchanged"),
    ),
    (
        ErrorKind.ours,
        _OURS,
        ("msg_blocks_too_long msg_too_long invalid_blocks invalid_blocks_format no_text "
        "block_mismatch metadata_too_large invalid_metadata_format invalid_metadata_schema "
        "metadata_must_be_sent_from_app invalid_attachments too_many_attachments "
        "attachment_payload_limit_exceeded as_user_not_supported duplicate_channel_not_found "
        "duplicate_message_not_found slack_connect_canvas_sharing_blocked "
        "slack_connect_file_link_sharing_blocked "
        "slack_connect_blocked_file_type cannot_auth_user "
        "view_too_large duplicate_external_id push_limit_reached not_found "
        "invalid_arguments invalid_arg_name invalid_array_arg invalid_charset invalid_form_data "
        "invalid_post_type missing_post_type invalid_json json_not_object missing_argument "
        "invalid_cursor invalid_limit limit_required invalid_ts_latest invalid_ts_oldest "
        "invalid_types invalid_metadata_filter_keys users_list_not_supplied too_many_users "
        "not_enough_users invalid_user_combination unknown_snippet_type unknown_subtype "
        "draft_already_deleted draft_already_sent draft_has_conflict draft_not_found "
        "insecure_request markdown_text_conflict missing_args missing_profile_id "
        "no_dual_broadcast_content_update send_on_behalf_not_allowed too_many_contact_cards "
        "invalid_channel invalid_recipient_team_id snippet_too_large "
        "method_not_allowed alt_txt_too_large"),
    ),
)  # fmt: skip

SLACK_ERRORS: Mapping[str, SlackErrorCode] = {
    code: SlackErrorCode(code, kind, advice)
    for kind, advice, codes in _GROUPS
    for code in codes.split()
}


def kind_of(code: str) -> ErrorKind:
    """Return the kind of an error code; one that is not documented stays."""
    known = SLACK_ERRORS.get(code)
    return known.kind if known else ErrorKind.stays


def advice_on(code: str | None) -> str:
    """Return the sentence for an operator, or an empty one for a code that is not documented."""
    known = SLACK_ERRORS.get(code or "")
    return known.advice if known else ""
