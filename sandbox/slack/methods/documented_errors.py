"""The documented errors of the methods that the assistant calls, to refuse calls with.

Source: docs.slack.dev, the errors of each method, which include those in ``_COMMON``.
``external_channel_migrating`` is documented for chat.update only.
"""

from collections.abc import Mapping

_COMMON = (
    "access_denied accesslimited account_inactive deprecated_endpoint ekm_access_denied "
    "enterprise_is_restricted fatal_error internal_error invalid_arg_name invalid_arguments "
    "invalid_array_arg invalid_auth invalid_charset invalid_form_data invalid_post_type "
    "method_deprecated missing_post_type missing_scope no_permission not_allowed_token_type "
    "not_authed org_login_required ratelimited request_timeout service_unavailable "
    "team_access_not_granted team_added_to_org token_expired token_revoked "
    "two_factor_setup_required"
)
_CONTENT = (
    "as_user_not_supported attachment_payload_limit_exceeded invalid_attachments invalid_blocks "
    "invalid_blocks_format invalid_metadata_format invalid_metadata_schema is_inactive "
    "message_limit_exceeded metadata_must_be_sent_from_app metadata_too_large "
    "msg_blocks_too_long no_text rate_limited too_many_attachments"
)
_READING = (
    "channel_not_found invalid_cursor invalid_limit invalid_ts_latest invalid_ts_oldest "
    "not_in_channel"
)
_VIEW = "duplicate_external_id invalid_blocks not_found view_too_large"
_TRIGGER = "exchanged_trigger_id expired_trigger_id invalid_trigger_id"
ERRORS: Mapping[str, frozenset[str]] = {
    method: frozenset(" ".join((_COMMON, *codes)).split())
    for method, codes in {
        "auth.test": (),
        "chat.postMessage": (
            _CONTENT,
            (
                "app_access_restricted cannot_reply_to_message channel_not_found is_archived "
                "messages_tab_disabled not_in_channel restricted_action "
                "restricted_action_non_threadable_channel restricted_action_read_only_channel "
                "restricted_action_thread_locked restricted_action_thread_only_channel"
            ),
        ),
        "chat.update": (
            _CONTENT,
            (
                "block_mismatch cant_update_message channel_not_found edit_window_closed "
                "external_channel_migrating is_archived message_not_found msg_too_long"
            ),
        ),
        "conversations.history": (_READING, "channel_type_not_supported"),
        "conversations.replies": (_READING, "thread_not_found"),
        "conversations.info": ("channel_not_found",),
        "conversations.open": (
            (
                "cannot_dm_bot channel_not_found invalid_user_combination not_enough_users "
                "too_many_users user_disabled user_not_found user_not_visible "
                "users_list_not_supplied"
            ),
        ),
        "users.list": ("invalid_cursor invalid_limit limit_required",),
        "users.info": ("user_not_found user_not_visible",),
        "pins.add": (
            (
                "already_pinned bad_timestamp channel_not_found is_archived message_not_found "
                "no_item_specified not_in_channel not_pinnable restricted_action too_many_pins"
            ),
        ),
        "files.getUploadURLExternal": (
            (
                "alt_txt_too_large blocked_file_type file_upload_size_restricted "
                "file_uploads_disabled file_uploads_except_images_disabled missing_argument "
                "snippet_too_large storage_limit_reached unknown_snippet_type"
            ),
        ),
        "files.completeUploadExternal": (
            (
                "channel_not_found file_not_found file_update_failed invalid_channel is_archived "
                "malware_detected not_in_channel posting_to_channel_denied restricted_action"
            ),
        ),
        "files.info": ("file_deleted file_not_found",),
        "views.open": (_VIEW, _TRIGGER, "push_limit_reached"),
        "views.publish": (_VIEW, "hash_conflict not_enabled user_not_found"),
        "views.update": (_VIEW, "hash_conflict"),
    }.items()
}
