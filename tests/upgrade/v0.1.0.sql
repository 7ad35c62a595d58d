BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0003');
CREATE TABLE announcement (
	id INTEGER NOT NULL, 
	campaign_id INTEGER NOT NULL, 
	milestone VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	title VARCHAR NOT NULL, 
	channels JSON NOT NULL, 
	text VARCHAR NOT NULL, 
	version INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	decided_by VARCHAR, 
	decided_at DATETIME, 
	CONSTRAINT pk_announcement PRIMARY KEY (id), 
	CONSTRAINT ck_announcement_state CHECK (state IN ('draft', 'posted', 'skipped')), 
	CONSTRAINT fk_announcement_campaign_id_campaign FOREIGN KEY(campaign_id) REFERENCES campaign (id), 
	CONSTRAINT uq_announcement_campaign_id_milestone UNIQUE (campaign_id, milestone)
);
INSERT INTO "announcement" VALUES(1,1,'epic-created','draft','Epic created','["C0BACKEND", "C0DEVELOPMENT"]','The upgrade to Go 1.20 has begun.
Every component that ships with it is to be updated by 2023-10-01.
Each component has its own issue in the epic. If one is yours, you hear from the working group.',1,'2023-03-30 09:45:40.212363',NULL,NULL);
CREATE TABLE blocker (
	id INTEGER NOT NULL, 
	item_id INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	text VARCHAR NOT NULL, 
	project VARCHAR, 
	iid INTEGER, 
	web_url VARCHAR, 
	ours BOOLEAN NOT NULL, 
	open BOOLEAN NOT NULL, 
	since DATETIME NOT NULL, 
	added_by VARCHAR NOT NULL, 
	ended_at DATETIME, assignees JSON DEFAULT '[]' NOT NULL, 
	CONSTRAINT pk_blocker PRIMARY KEY (id), 
	CONSTRAINT ck_blocker_kind CHECK (kind IN ('issue', 'item', 'words')), 
	CONSTRAINT fk_blocker_item_id_item FOREIGN KEY(item_id) REFERENCES item (id)
);
INSERT INTO "blocker" VALUES(1,12,'issue','gitlab-org/labkit#38','gitlab-org/labkit',38,'https://gitlab.example.com/gitlab-org/labkit/-/issues/38',0,0,'2023-03-30 14:00:00.774391','U0GUS','2023-03-31 13:30:02.807367','["mira-sandbox"]');
INSERT INTO "blocker" VALUES(2,8,'words','the release of its exporter',NULL,NULL,NULL,0,1,'2023-03-30 14:20:03.481705','U0OTTO',NULL,'[]');
CREATE TABLE campaign (
	id INTEGER NOT NULL, 
	slug VARCHAR NOT NULL, 
	runtime VARCHAR NOT NULL, 
	runtime_title VARCHAR NOT NULL, 
	version VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	due_on DATE, 
	group_path VARCHAR NOT NULL, 
	label VARCHAR NOT NULL, 
	epic_title VARCHAR NOT NULL, 
	epic_iid INTEGER, 
	epic_id INTEGER, 
	epic_project VARCHAR, 
	epic_url VARCHAR, 
	tiers JSON NOT NULL, 
	started_by VARCHAR NOT NULL, 
	started_at DATETIME NOT NULL, 
	synced_at DATETIME, 
	links_read_at DATETIME, 
	sync_failure VARCHAR, 
	notices JSON NOT NULL, 
	closing_reason VARCHAR, patch VARCHAR, opened_tiers JSON DEFAULT '[]' NOT NULL, 
	CONSTRAINT pk_campaign PRIMARY KEY (id), 
	CONSTRAINT ck_campaign_state CHECK (state IN ('planned', 'active', 'paused', 'completed', 'cancelled')), 
	CONSTRAINT uq_campaign_slug UNIQUE (slug)
);
INSERT INTO "campaign" VALUES(1,'go-1.20','go','Go','1.20','active','2023-10-01','gitlab-org','runtime-upgrade-go-1.20','Update Go to 1.20',1,810200,NULL,'https://gitlab.example.com/groups/gitlab-org/-/epics/1','[{"key": "prerequisites", "title": "Prerequisites, in this order", "ordered": true, "gates": true}, {"key": "release-approval", "title": "Required for release approval", "ordered": false, "gates": true}, {"key": "final-updates", "title": "Final updates for release", "ordered": false, "gates": true}, {"key": "independent", "title": "Released independently", "ordered": false, "gates": false}]','U0FRIDA','2023-03-30 09:45:00.049362','2023-04-03 07:00:29.112656','2023-04-03 07:00:02.265863',NULL,'[]',NULL,'1.20.14','[]');
CREATE TABLE criterion (
	number INTEGER NOT NULL, 
	title VARCHAR NOT NULL, 
	start_on DATE, 
	target_on DATE, 
	completed_on DATE, 
	dri VARCHAR, 
	campaign_id INTEGER, 
	CONSTRAINT pk_criterion PRIMARY KEY (number), 
	CONSTRAINT fk_criterion_campaign_id_campaign FOREIGN KEY(campaign_id) REFERENCES campaign (id)
);
CREATE TABLE decline (
	id INTEGER NOT NULL, 
	item_id INTEGER NOT NULL, 
	slack_id VARCHAR NOT NULL, 
	dri VARCHAR, 
	backup VARCHAR, 
	state VARCHAR NOT NULL, 
	asked_at DATETIME NOT NULL, 
	due_at DATETIME NOT NULL, 
	decided_by VARCHAR, 
	CONSTRAINT pk_decline PRIMARY KEY (id), 
	CONSTRAINT ck_decline_state CHECK (state IN ('asked', 'assigned', 'kept')), 
	CONSTRAINT fk_decline_item_id_item FOREIGN KEY(item_id) REFERENCES item (id)
);
CREATE TABLE "event" (
	id INTEGER NOT NULL, 
	campaign_id INTEGER, 
	component VARCHAR, 
	kind VARCHAR NOT NULL, 
	actor VARCHAR NOT NULL, 
	"before" JSON NOT NULL, 
	"after" JSON NOT NULL, 
	reason VARCHAR, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_event PRIMARY KEY (id), 
	CONSTRAINT fk_event_campaign_id_campaign FOREIGN KEY(campaign_id) REFERENCES campaign (id), 
	CONSTRAINT ck_event_kind CHECK (kind IN ('campaign_started', 'campaign_activated', 'campaign_completed', 'campaign_cancelled', 'issue_created', 'creation_failed', 'state_changed', 'dri_changed', 'closed_changed', 'blockers_changed', 'merge_requests_changed', 'item_blocked', 'item_unblocked', 'issue_moved', 'issue_gone', 'person_linked', 'item_acknowledged', 'item_snoozed', 'reminder_overtaken', 'reminders_paused', 'reminders_resumed', 'reminder_sent', 'item_noted', 'item_declined', 'item_woken', 'reply_received', 'sponsor_asked', 'tier_opened', 'evidence_changed', 'item_verified', 'item_mismatched', 'item_backslid', 'merge_request_opened', 'pipeline_failed', 'campaign_retargeted', 'item_waived', 'issue_found', 'summary_posted', 'summary_skipped', 'summary_refused', 'criterion_changed', 'announcement_posted', 'announcement_skipped', 'epic_closed', 'epic_reopened'))
);
INSERT INTO "event" VALUES(1,1,NULL,'campaign_started','U0FRIDA','null','"1.20"',NULL,'2023-03-30 09:45:00.049362');
INSERT INTO "event" VALUES(2,1,'gitlab-runner','issue_created','U0FRIDA','null','"gitlab-org/gitlab-runner#1"',NULL,'2023-03-30 09:45:02.296103');
INSERT INTO "event" VALUES(3,1,'gitlab-build-images','issue_created','U0FRIDA','null','"gitlab-org/gitlab-build-images#1"',NULL,'2023-03-30 09:45:03.235696');
INSERT INTO "event" VALUES(4,1,'gitlab-development-kit','issue_created','U0FRIDA','null','"gitlab-org/gitlab-development-kit#1"',NULL,'2023-03-30 09:45:03.464086');
INSERT INTO "event" VALUES(5,1,'alertmanager','issue_created','U0FRIDA','null','"gitlab-org/gitlab#396002"',NULL,'2023-03-30 09:45:04.799658');
INSERT INTO "event" VALUES(6,1,'node-exporter','issue_created','U0FRIDA','null','"gitlab-org/gitlab#396003"',NULL,'2023-03-30 09:45:06.025183');
INSERT INTO "event" VALUES(7,1,'pgbouncer-exporter','issue_created','U0FRIDA','null','"gitlab-org/gitlab#396004"',NULL,'2023-03-30 09:45:06.530877');
INSERT INTO "event" VALUES(8,1,'postgres-exporter','issue_created','U0FRIDA','null','"gitlab-org/gitlab#396005"',NULL,'2023-03-30 09:45:07.447754');
INSERT INTO "event" VALUES(9,1,'gitlab-runner','evidence_changed','assistant','null','"behind"',NULL,'2023-03-30 09:45:05.064054');
INSERT INTO "event" VALUES(10,1,'gitlab-build-images','evidence_changed','assistant','null','"behind"',NULL,'2023-03-30 09:45:05.064054');
INSERT INTO "event" VALUES(11,1,'gitlab-development-kit','evidence_changed','assistant','null','"behind"',NULL,'2023-03-30 09:45:05.064054');
INSERT INTO "event" VALUES(12,1,'alertmanager','evidence_changed','assistant','null','"not_understood"',NULL,'2023-03-30 09:45:05.064054');
INSERT INTO "event" VALUES(13,1,'node-exporter','evidence_changed','assistant','null','"not_understood"',NULL,'2023-03-30 09:45:05.064054');
INSERT INTO "event" VALUES(14,1,'pgbouncer-exporter','evidence_changed','assistant','null','"not_understood"',NULL,'2023-03-30 09:45:05.064054');
INSERT INTO "event" VALUES(15,1,'postgres-exporter','evidence_changed','assistant','null','"not_understood"',NULL,'2023-03-30 09:45:05.064054');
INSERT INTO "event" VALUES(16,1,'prometheus','evidence_changed','assistant','null','"not_understood"',NULL,'2023-03-30 09:45:05.064054');
INSERT INTO "event" VALUES(17,1,'redis-exporter','evidence_changed','assistant','null','"not_understood"',NULL,'2023-03-30 09:45:05.064054');
INSERT INTO "event" VALUES(18,1,'workhorse','evidence_changed','assistant','null','"behind"',NULL,'2023-03-30 09:45:05.064054');
INSERT INTO "event" VALUES(19,1,'docker-distribution-pruner','evidence_changed','assistant','null','"behind"',NULL,'2023-03-30 09:45:05.064054');
INSERT INTO "event" VALUES(20,1,'gitaly','evidence_changed','assistant','null','"behind"',NULL,'2023-03-30 09:45:05.064054');
INSERT INTO "event" VALUES(21,1,'gitlab-compose-kit','evidence_changed','assistant','null','"behind"',NULL,'2023-03-30 09:45:05.064054');
INSERT INTO "event" VALUES(22,1,'container-registry','evidence_changed','assistant','null','"behind"',NULL,'2023-03-30 09:45:05.064054');
INSERT INTO "event" VALUES(23,1,'elasticsearch-indexer','evidence_changed','assistant','null','"behind"',NULL,'2023-03-30 09:45:05.064054');
INSERT INTO "event" VALUES(24,1,'zoekt-indexer','evidence_changed','assistant','null','"behind"',NULL,'2023-03-30 09:45:05.064054');
INSERT INTO "event" VALUES(25,1,'kas','evidence_changed','assistant','null','"behind"',NULL,'2023-03-30 09:45:05.064054');
INSERT INTO "event" VALUES(26,1,'gitlab-pages','evidence_changed','assistant','null','"behind"',NULL,'2023-03-30 09:45:05.064054');
INSERT INTO "event" VALUES(27,1,'gitlab-shell','evidence_changed','assistant','null','"behind"',NULL,'2023-03-30 09:45:05.064054');
INSERT INTO "event" VALUES(28,1,'labkit','evidence_changed','assistant','null','"behind"',NULL,'2023-03-30 09:45:05.064054');
INSERT INTO "event" VALUES(29,1,'spamcheck','evidence_changed','assistant','null','"behind"',NULL,'2023-03-30 09:45:05.064054');
INSERT INTO "event" VALUES(30,1,'workspaces-proxy','evidence_changed','assistant','null','"behind"',NULL,'2023-03-30 09:45:05.064054');
INSERT INTO "event" VALUES(31,1,'devfile-gem','evidence_changed','assistant','null','"behind"',NULL,'2023-03-30 09:45:05.064054');
INSERT INTO "event" VALUES(32,1,'gitlab-operator','evidence_changed','assistant','null','"behind"',NULL,'2023-03-30 09:45:05.064054');
INSERT INTO "event" VALUES(33,1,'omnibus-builder','evidence_changed','assistant','null','"behind"',NULL,'2023-03-30 09:45:05.064054');
INSERT INTO "event" VALUES(34,1,'cng','evidence_changed','assistant','null','"behind"',NULL,'2023-03-30 09:45:05.064054');
INSERT INTO "event" VALUES(35,1,'browser-based-dast','evidence_changed','assistant','null','"not_understood"',NULL,'2023-03-30 09:45:05.064054');
INSERT INTO "event" VALUES(36,1,'coverage-fuzzer','evidence_changed','assistant','null','"not_understood"',NULL,'2023-03-30 09:45:05.064054');
INSERT INTO "event" VALUES(37,1,'glab','evidence_changed','assistant','null','"behind"',NULL,'2023-03-30 09:45:05.064054');
INSERT INTO "event" VALUES(38,1,'prometheus','issue_created','U0FRIDA','null','"gitlab-org/gitlab#396006"',NULL,'2023-03-30 09:45:11.419777');
INSERT INTO "event" VALUES(39,1,'redis-exporter','issue_created','U0FRIDA','null','"gitlab-org/gitlab#396007"',NULL,'2023-03-30 09:45:13.691701');
INSERT INTO "event" VALUES(40,1,'workhorse','issue_created','U0FRIDA','null','"gitlab-org/gitlab#396008"',NULL,'2023-03-30 09:45:14.011698');
INSERT INTO "event" VALUES(41,1,'docker-distribution-pruner','issue_created','U0FRIDA','null','"gitlab-org/docker-distribution-pruner#1"',NULL,'2023-03-30 09:45:14.972021');
INSERT INTO "event" VALUES(42,1,'gitaly','issue_created','U0FRIDA','null','"gitlab-org/gitaly#4713"',NULL,'2023-03-30 09:45:16.255626');
INSERT INTO "event" VALUES(43,1,'gitlab-compose-kit','issue_created','U0FRIDA','null','"gitlab-org/gitlab-compose-kit#1"',NULL,'2023-03-30 09:45:17.422211');
INSERT INTO "event" VALUES(44,1,'container-registry','issue_created','U0FRIDA','null','"gitlab-org/container-registry#1"',NULL,'2023-03-30 09:45:19.251987');
INSERT INTO "event" VALUES(45,1,'elasticsearch-indexer','issue_created','U0FRIDA','null','"gitlab-org/gitlab-elasticsearch-indexer#1"',NULL,'2023-03-30 09:45:19.922065');
INSERT INTO "event" VALUES(46,1,'zoekt-indexer','issue_created','U0FRIDA','null','"gitlab-org/gitlab-zoekt-indexer#1"',NULL,'2023-03-30 09:45:20.423701');
INSERT INTO "event" VALUES(47,1,'kas','issue_created','U0FRIDA','null','"gitlab-org/cluster-integration/gitlab-agent#1"',NULL,'2023-03-30 09:45:21.252791');
INSERT INTO "event" VALUES(48,1,'gitlab-pages','issue_created','U0FRIDA','null','"gitlab-org/gitlab-pages#1"',NULL,'2023-03-30 09:45:21.715692');
INSERT INTO "event" VALUES(49,1,'gitlab-shell','issue_created','U0FRIDA','null','"gitlab-org/gitlab-shell#1"',NULL,'2023-03-30 09:45:24.537492');
INSERT INTO "event" VALUES(50,1,'labkit','issue_created','U0FRIDA','null','"gitlab-org/labkit#39"',NULL,'2023-03-30 09:45:24.915476');
INSERT INTO "event" VALUES(51,1,'spamcheck','issue_created','U0FRIDA','null','"gitlab-org/gl-security/security-engineering/security-automation/spam/spamcheck#1"',NULL,'2023-03-30 09:45:25.096121');
INSERT INTO "event" VALUES(52,1,'workspaces-proxy','issue_created','U0FRIDA','null','"gitlab-org/remote-development/gitlab-workspaces-proxy#1"',NULL,'2023-03-30 09:45:25.857997');
INSERT INTO "event" VALUES(53,1,'devfile-gem','issue_created','U0FRIDA','null','"gitlab-org/ruby/gems/devfile-gem#1"',NULL,'2023-03-30 09:45:29.035808');
INSERT INTO "event" VALUES(54,1,'gitlab-operator','issue_created','U0FRIDA','null','"gitlab-org/cloud-native/gitlab-operator#1"',NULL,'2023-03-30 09:45:31.055514');
INSERT INTO "event" VALUES(55,1,'omnibus-builder','issue_created','U0FRIDA','null','"gitlab-org/gitlab-omnibus-builder#1"',NULL,'2023-03-30 09:45:31.953063');
INSERT INTO "event" VALUES(56,1,'cng','issue_created','U0FRIDA','null','"gitlab-org/build/CNG#772"',NULL,'2023-03-30 09:45:33.037020');
INSERT INTO "event" VALUES(57,1,'browser-based-dast','issue_created','U0FRIDA','null','"gitlab-org/gitlab#396009"',NULL,'2023-03-30 09:45:35.121425');
INSERT INTO "event" VALUES(58,1,'coverage-fuzzer','issue_created','U0FRIDA','null','"gitlab-org/gitlab#396010"',NULL,'2023-03-30 09:45:35.819911');
INSERT INTO "event" VALUES(59,1,'glab','issue_created','U0FRIDA','null','"gitlab-org/cli#1"',NULL,'2023-03-30 09:45:36.399682');
INSERT INTO "event" VALUES(60,1,NULL,'campaign_activated','U0FRIDA','null','null',NULL,'2023-03-30 09:45:38.524016');
INSERT INTO "event" VALUES(61,1,NULL,'tier_opened','assistant','null','"prerequisites"',NULL,'2023-03-30 09:45:38.524016');
INSERT INTO "event" VALUES(62,1,NULL,'tier_opened','assistant','null','"independent"',NULL,'2023-03-30 09:45:38.524016');
INSERT INTO "event" VALUES(63,1,'gitaly','item_blocked','U0GUS','"not_started"','"blocked"','gitlab-org/labkit#38','2023-03-30 14:00:00.774391');
INSERT INTO "event" VALUES(64,1,'prometheus','item_blocked','U0OTTO','"not_started"','"blocked"','the release of its exporter','2023-03-30 14:20:03.481705');
INSERT INTO "event" VALUES(65,1,'prometheus','item_snoozed','U0OTTO','null','"2023-04-03T07:30:00+00:00"','The exporter is released on Monday','2023-03-31 07:30:02.089595');
INSERT INTO "event" VALUES(66,1,'gitaly','item_acknowledged','U0GUS','null','"2023-04-05T12:30:00+00:00"',NULL,'2023-03-31 12:30:03.372147');
INSERT INTO "event" VALUES(67,1,'gitaly','item_woken','gitlab','null','null','it is no longer blocked','2023-03-31 13:30:02.807367');
INSERT INTO "event" VALUES(68,1,'gitaly','item_unblocked','assistant','"blocked"','"not_started"','gitlab-org/labkit#38 is closed','2023-03-31 13:30:02.807367');
INSERT INTO "event" VALUES(69,1,'gitaly','blockers_changed','gitlab','["gitlab-org/labkit#38"]','[]',NULL,'2023-03-31 13:30:02.807367');
INSERT INTO "event" VALUES(70,1,'gitaly','reminder_overtaken','assistant','null','null',NULL,'2023-03-31 13:30:04.927049');
INSERT INTO "event" VALUES(71,1,'gitaly','state_changed','assistant','"not_started"','"in_review"',NULL,'2023-03-31 15:00:00.521209');
INSERT INTO "event" VALUES(72,1,'gitaly','merge_request_opened','assistant','"not_started"','"gitlab-org/gitaly!1"',NULL,'2023-03-31 15:00:00.521209');
INSERT INTO "event" VALUES(73,1,'gitaly','state_changed','gitlab','"in_review"','"production"',NULL,'2023-03-31 18:00:01.474906');
INSERT INTO "event" VALUES(74,1,'gitaly','closed_changed','gitlab','false','true',NULL,'2023-03-31 18:00:01.474906');
INSERT INTO "event" VALUES(75,1,'gitaly','merge_requests_changed','gitlab','"gitlab-org/gitaly!1"','[{"reference": "gitlab-org/gitaly!1", "state": "merged"}]',NULL,'2023-03-31 18:00:02.627416');
INSERT INTO "event" VALUES(76,1,'gitaly','evidence_changed','assistant','"behind"','"at_target"',NULL,'2023-03-31 18:00:01.618899');
INSERT INTO "event" VALUES(77,1,'gitaly','item_verified','assistant','"behind"','"at_target"',NULL,'2023-03-31 18:00:01.618899');
INSERT INTO "event" VALUES(78,1,'gitaly','reminder_overtaken','assistant','null','null',NULL,'2023-03-31 18:00:07.590048');
INSERT INTO "event" VALUES(79,1,NULL,'summary_posted','U0FRIDA','null','null',NULL,'2023-04-03 07:00:06.613412');
CREATE TABLE evidence (
	item_id INTEGER NOT NULL, 
	standing VARCHAR NOT NULL, 
	"commit" VARCHAR NOT NULL, 
	pins JSON NOT NULL, 
	findings JSON NOT NULL, 
	failure VARCHAR, 
	since DATETIME NOT NULL, 
	verified_at DATETIME, 
	backslid_at DATETIME, 
	mismatched_at DATETIME, 
	looked_at DATETIME NOT NULL, 
	CONSTRAINT pk_evidence PRIMARY KEY (item_id), 
	CONSTRAINT fk_evidence_item_id_item FOREIGN KEY(item_id) REFERENCES item (id)
);
INSERT INTO "evidence" VALUES(1,'behind','e0c0cf45b5156c9df3fc6cc4e74aa33b137aa65a','[{"path": ".gitlab/ci/_common.gitlab-ci.yml", "line": 2, "runtime": "go", "kind": "variable", "raw": "1.19.6", "version": "1.19.6", "edit": "yes", "reason": "", "where": "behind"}, {"path": ".tool-versions", "line": 1, "runtime": "go", "kind": "tool versions", "raw": "1.19.6", "version": "1.19.6", "edit": "yes", "reason": "", "where": "behind"}, {"path": "ci/.test_windows/base.ps1", "line": 1, "runtime": "go", "kind": "input", "raw": "1.19.3", "version": "1.19.3", "edit": "yes", "reason": "", "where": "behind"}, {"path": "dockerfiles/ci/Dockerfile", "line": 1, "runtime": "go", "kind": "variable", "raw": "1.19.6", "version": "1.19.6", "edit": "yes", "reason": "", "where": "behind"}, {"path": "dockerfiles/ci/Dockerfile", "line": 2, "runtime": "go", "kind": "image", "raw": "${GO_VERSION}", "version": null, "edit": "never", "reason": "follows ${GO_VERSION}, set in dockerfiles/ci/Dockerfile:1 (1.19.6): edit it there", "where": "behind"}, {"path": "go.mod", "line": 3, "runtime": "go", "kind": "go.mod go", "raw": "1.18", "version": "1.18", "edit": "yes", "reason": "the lowest Go that may build it: moving it is a decision about compatibility, and it must not be newer than what is shipped", "where": "unknown"}]','[]',NULL,'2023-03-30 09:45:05.064054',NULL,NULL,NULL,'2023-03-30 09:45:05.064054');
INSERT INTO "evidence" VALUES(2,'behind','97254be6e376ffb12f9bdd619e5565c36c03b503','[{"path": ".gitlab/ci/go.images.yml", "line": 5, "runtime": "go", "kind": "list", "raw": "1.18.10|1.19.6", "version": "1.19.6", "edit": "ask", "reason": "one of a list: adding and dropping versions is a choice of policy", "where": "behind"}, {"path": "scripts/custom-docker-build", "line": 4, "runtime": "go", "kind": "variable", "raw": "1.19.6", "version": "1.19.6", "edit": "yes", "reason": "", "where": "behind"}, {"path": "scripts/custom-docker-build", "line": 5, "runtime": "go", "kind": "variable", "raw": "1.18.10", "version": "1.18.10", "edit": "yes", "reason": "", "where": "behind"}]','[]',NULL,'2023-03-30 09:45:05.064054',NULL,NULL,NULL,'2023-03-30 09:45:05.064054');
INSERT INTO "evidence" VALUES(3,'behind','d13363c2fe8efff59b458321f76968a8dde9bb88','[{"path": ".tool-versions", "line": 2, "runtime": "go", "kind": "tool versions", "raw": "1.19.6|1.18.10", "version": "1.19.6", "edit": "ask", "reason": "one of a list: adding and dropping versions is a choice of policy", "where": "behind"}]','[]',NULL,'2023-03-30 09:45:05.064054',NULL,NULL,NULL,'2023-03-30 09:45:05.064054');
INSERT INTO "evidence" VALUES(4,'not_understood','a315897af408405e031a2b0865e294550c55de06','[]','[]','it shares gitlab-org/gitlab with 8 others, and the catalog names no paths of its own','2023-03-30 09:45:05.064054',NULL,NULL,NULL,'2023-03-30 09:45:05.064054');
INSERT INTO "evidence" VALUES(5,'not_understood','a315897af408405e031a2b0865e294550c55de06','[]','[]','it shares gitlab-org/gitlab with 8 others, and the catalog names no paths of its own','2023-03-30 09:45:05.064054',NULL,NULL,NULL,'2023-03-30 09:45:05.064054');
INSERT INTO "evidence" VALUES(6,'not_understood','a315897af408405e031a2b0865e294550c55de06','[]','[]','it shares gitlab-org/gitlab with 8 others, and the catalog names no paths of its own','2023-03-30 09:45:05.064054',NULL,NULL,NULL,'2023-03-30 09:45:05.064054');
INSERT INTO "evidence" VALUES(7,'not_understood','a315897af408405e031a2b0865e294550c55de06','[]','[]','it shares gitlab-org/gitlab with 8 others, and the catalog names no paths of its own','2023-03-30 09:45:05.064054',NULL,NULL,NULL,'2023-03-30 09:45:05.064054');
INSERT INTO "evidence" VALUES(8,'not_understood','a315897af408405e031a2b0865e294550c55de06','[]','[]','it shares gitlab-org/gitlab with 8 others, and the catalog names no paths of its own','2023-03-30 09:45:05.064054',NULL,NULL,NULL,'2023-03-30 09:45:05.064054');
INSERT INTO "evidence" VALUES(9,'not_understood','a315897af408405e031a2b0865e294550c55de06','[]','[]','it shares gitlab-org/gitlab with 8 others, and the catalog names no paths of its own','2023-03-30 09:45:05.064054',NULL,NULL,NULL,'2023-03-30 09:45:05.064054');
INSERT INTO "evidence" VALUES(10,'behind','a315897af408405e031a2b0865e294550c55de06','[{"path": ".gitlab-ci.yml", "line": 3, "runtime": "go", "kind": "variable", "raw": "1.19", "version": "1.19", "edit": "yes", "reason": "", "where": "behind"}, {"path": ".gitlab/ci/workhorse.gitlab-ci.yml", "line": 2, "runtime": "go", "kind": "image", "raw": "${GO_VERSION}", "version": null, "edit": "never", "reason": "follows ${GO_VERSION}, set in .gitlab/ci/workhorse.gitlab-ci.yml:5 (1.18|1.19): edit it there", "where": "behind"}, {"path": ".gitlab/ci/workhorse.gitlab-ci.yml", "line": 5, "runtime": "go", "kind": "list", "raw": "1.18|1.19", "version": "1.19", "edit": "ask", "reason": "one of a list: adding and dropping versions is a choice of policy", "where": "behind"}, {"path": ".tool-versions", "line": 2, "runtime": "go", "kind": "tool versions", "raw": "1.19.6", "version": "1.19.6", "edit": "yes", "reason": "", "where": "behind"}, {"path": "workhorse/go.mod", "line": 3, "runtime": "go", "kind": "go.mod go", "raw": "1.18", "version": "1.18", "edit": "yes", "reason": "the lowest Go that may build it: moving it is a decision about compatibility, and it must not be newer than what is shipped", "where": "unknown"}]','[]',NULL,'2023-03-30 09:45:05.064054',NULL,NULL,NULL,'2023-03-30 09:45:05.064054');
INSERT INTO "evidence" VALUES(11,'behind','bc03a4f042344717eaf4ec0d17670872ddd601f6','[{"path": ".gitlab-ci.yml", "line": 1, "runtime": "go", "kind": "image", "raw": "1.19", "version": "1.19", "edit": "yes", "reason": "", "where": "behind"}, {"path": "go.mod", "line": 3, "runtime": "go", "kind": "go.mod go", "raw": "1.17", "version": "1.17", "edit": "yes", "reason": "the lowest Go that may build it: moving it is a decision about compatibility, and it must not be newer than what is shipped", "where": "unknown"}]','[]',NULL,'2023-03-30 09:45:05.064054',NULL,NULL,NULL,'2023-03-30 09:45:05.064054');
INSERT INTO "evidence" VALUES(12,'at_target','c4e1bac55a252c9a9144cc447788f4782e6b2aec','[{"path": ".gitlab-ci.yml", "line": 2, "runtime": "go", "kind": "variable", "raw": "1.20", "version": "1.20", "edit": "yes", "reason": "", "where": "at"}, {"path": ".gitlab-ci.yml", "line": 6, "runtime": "go", "kind": "list", "raw": "1.20", "version": "1.20", "edit": "ask", "reason": "one of a list: adding and dropping versions is a choice of policy", "where": "at"}, {"path": ".tool-versions", "line": 1, "runtime": "go", "kind": "tool versions", "raw": "1.20.14", "version": "1.20.14", "edit": "yes", "reason": "", "where": "at"}, {"path": "go.mod", "line": 3, "runtime": "go", "kind": "go.mod go", "raw": "1.20", "version": "1.20", "edit": "yes", "reason": "the lowest Go that may build it: moving it is a decision about compatibility, and it must not be newer than what is shipped", "where": "at"}, {"path": "tools/golangci-lint/go.mod", "line": 3, "runtime": "go", "kind": "go.mod go", "raw": "1.20", "version": "1.20", "edit": "yes", "reason": "the lowest Go that may build it: moving it is a decision about compatibility, and it must not be newer than what is shipped", "where": "at"}]','[{"kind": "newer_than_shipped", "path": "go.mod", "line": 3, "words": "go.mod asks for 1.20, newer than the shipped 1.19.6"}, {"kind": "newer_than_shipped", "path": "tools/golangci-lint/go.mod", "line": 3, "words": "go.mod asks for 1.20, newer than the shipped 1.19.6"}, {"kind": "shipped_not_tested", "path": ".gitlab-ci.yml", "line": 2, "words": "CI does not test the shipped 1.19.6"}]',NULL,'2023-03-31 18:00:01.618899','2023-03-31 18:00:01.618899',NULL,NULL,'2023-03-31 18:00:01.618899');
INSERT INTO "evidence" VALUES(13,'behind','fdb8f48c1fec1f8057fc6d605d577d3c9888d9bd','[{"path": "Dockerfile", "line": 2, "runtime": "go", "kind": "variable", "raw": "1.19.6", "version": "1.19.6", "edit": "yes", "reason": "", "where": "behind"}]','[]',NULL,'2023-03-30 09:45:05.064054',NULL,NULL,NULL,'2023-03-30 09:45:05.064054');
INSERT INTO "evidence" VALUES(14,'behind','29981205e1aad3f5244d107ad96ce1a34bcd28ec','[{"path": ".gitlab-ci.yml", "line": 2, "runtime": "go", "kind": "variable", "raw": "1.19", "version": "1.19", "edit": "yes", "reason": "", "where": "behind"}, {"path": ".gitlab-ci.yml", "line": 4, "runtime": "go", "kind": "image", "raw": "${GO_VERSION}", "version": null, "edit": "never", "reason": "follows ${GO_VERSION}, set in .gitlab-ci.yml:2 (1.19): edit it there", "where": "behind"}, {"path": ".tool-versions", "line": 1, "runtime": "go", "kind": "tool versions", "raw": "1.19.5", "version": "1.19.5", "edit": "yes", "reason": "", "where": "behind"}, {"path": "Dockerfile", "line": 1, "runtime": "go", "kind": "variable", "raw": "1.19", "version": "1.19", "edit": "yes", "reason": "", "where": "behind"}, {"path": "Dockerfile", "line": 2, "runtime": "go", "kind": "image", "raw": "${GO_VERSION}", "version": null, "edit": "never", "reason": "follows ${GO_VERSION}, set in Dockerfile:1 (1.19): edit it there", "where": "behind"}, {"path": "go.mod", "line": 3, "runtime": "go", "kind": "go.mod go", "raw": "1.18", "version": "1.18", "edit": "yes", "reason": "the lowest Go that may build it: moving it is a decision about compatibility, and it must not be newer than what is shipped", "where": "unknown"}]','[]',NULL,'2023-03-30 09:45:05.064054',NULL,NULL,NULL,'2023-03-30 09:45:05.064054');
INSERT INTO "evidence" VALUES(15,'behind','c801f5624bd779070e16d04915dcf2bd324fb59e','[{"path": ".gitlab-ci.yml", "line": 4, "runtime": "go", "kind": "list", "raw": "1.18|1.19", "version": "1.19", "edit": "ask", "reason": "one of a list: adding and dropping versions is a choice of policy", "where": "behind"}, {"path": ".tool-versions", "line": 1, "runtime": "go", "kind": "tool versions", "raw": "1.19.6", "version": "1.19.6", "edit": "yes", "reason": "", "where": "behind"}, {"path": "go.mod", "line": 3, "runtime": "go", "kind": "go.mod go", "raw": "1.18", "version": "1.18", "edit": "yes", "reason": "the lowest Go that may build it: moving it is a decision about compatibility, and it must not be newer than what is shipped", "where": "unknown"}]','[]',NULL,'2023-03-30 09:45:05.064054',NULL,NULL,NULL,'2023-03-30 09:45:05.064054');
INSERT INTO "evidence" VALUES(16,'behind','5d0d9462bb3e4847371ab2ff9dd552d292cf93f5','[{"path": ".tool-versions", "line": 1, "runtime": "go", "kind": "tool versions", "raw": "1.19.7", "version": "1.19.7", "edit": "yes", "reason": "", "where": "behind"}, {"path": "go.mod", "line": 3, "runtime": "go", "kind": "go.mod go", "raw": "1.19", "version": "1.19", "edit": "yes", "reason": "the lowest Go that may build it: moving it is a decision about compatibility, and it must not be newer than what is shipped", "where": "unknown"}]','[]',NULL,'2023-03-30 09:45:05.064054',NULL,NULL,NULL,'2023-03-30 09:45:05.064054');
INSERT INTO "evidence" VALUES(17,'behind','1d92f94b292c06f4176d7d329189b2f3b7cfa0cc','[{"path": ".tool-versions", "line": 1, "runtime": "go", "kind": "tool versions", "raw": "1.19.6", "version": "1.19.6", "edit": "yes", "reason": "", "where": "behind"}, {"path": "WORKSPACE", "line": 2, "runtime": "go", "kind": "bazel", "raw": "1.19.6", "version": "1.19.6", "edit": "yes", "reason": "", "where": "behind"}, {"path": "go.mod", "line": 3, "runtime": "go", "kind": "go.mod go", "raw": "1.19", "version": "1.19", "edit": "yes", "reason": "the lowest Go that may build it: moving it is a decision about compatibility, and it must not be newer than what is shipped", "where": "unknown"}]','[]',NULL,'2023-03-30 09:45:05.064054',NULL,NULL,NULL,'2023-03-30 09:45:05.064054');
INSERT INTO "evidence" VALUES(18,'behind','1b73fdfa3c146e82248fde096a541394a0c213d4','[{"path": ".gitlab/ci/prepare.yml", "line": 2, "runtime": "go", "kind": "variable", "raw": "1.19", "version": "1.19", "edit": "yes", "reason": "", "where": "behind"}, {"path": ".tool-versions", "line": 1, "runtime": "go", "kind": "tool versions", "raw": "1.19.6", "version": "1.19.6", "edit": "yes", "reason": "", "where": "behind"}, {"path": "go.mod", "line": 3, "runtime": "go", "kind": "go.mod go", "raw": "1.18", "version": "1.18", "edit": "yes", "reason": "the lowest Go that may build it: moving it is a decision about compatibility, and it must not be newer than what is shipped", "where": "unknown"}]','[]',NULL,'2023-03-30 09:45:05.064054',NULL,NULL,NULL,'2023-03-30 09:45:05.064054');
INSERT INTO "evidence" VALUES(19,'behind','4e3f27be0b1c07268e03d0b595fdcdf827e838af','[{"path": ".gitlab-ci.yml", "line": 4, "runtime": "go", "kind": "list", "raw": "1.18|1.19", "version": "1.19", "edit": "ask", "reason": "one of a list: adding and dropping versions is a choice of policy", "where": "behind"}, {"path": ".tool-versions", "line": 1, "runtime": "go", "kind": "tool versions", "raw": "1.19.6", "version": "1.19.6", "edit": "yes", "reason": "", "where": "behind"}, {"path": "go.mod", "line": 3, "runtime": "go", "kind": "go.mod go", "raw": "1.18", "version": "1.18", "edit": "yes", "reason": "the lowest Go that may build it: moving it is a decision about compatibility, and it must not be newer than what is shipped", "where": "unknown"}]','[]',NULL,'2023-03-30 09:45:05.064054',NULL,NULL,NULL,'2023-03-30 09:45:05.064054');
INSERT INTO "evidence" VALUES(20,'behind','74873b28480195dc36f815d8bba6fa81be3e087f','[{"path": ".gitlab-ci.yml", "line": 4, "runtime": "go", "kind": "list", "raw": "1.18|1.19", "version": "1.19", "edit": "ask", "reason": "one of a list: adding and dropping versions is a choice of policy", "where": "behind"}, {"path": ".tool-versions", "line": 1, "runtime": "go", "kind": "tool versions", "raw": "1.19.6", "version": "1.19.6", "edit": "yes", "reason": "", "where": "behind"}, {"path": "go.mod", "line": 3, "runtime": "go", "kind": "go.mod go", "raw": "1.18", "version": "1.18", "edit": "yes", "reason": "the lowest Go that may build it: moving it is a decision about compatibility, and it must not be newer than what is shipped", "where": "unknown"}]','[]',NULL,'2023-03-30 09:45:05.064054',NULL,NULL,NULL,'2023-03-30 09:45:05.064054');
INSERT INTO "evidence" VALUES(21,'behind','9864d237c64c6471cbd72a02c9bbd5e152bf3320','[{"path": "Dockerfile", "line": 1, "runtime": "go", "kind": "image", "raw": "1.19.2", "version": "1.19.2", "edit": "yes", "reason": "keeps the suffix -alpine: only the registry knows whether the tag exists", "where": "behind"}, {"path": "go.mod", "line": 3, "runtime": "go", "kind": "go.mod go", "raw": "1.17", "version": "1.17", "edit": "yes", "reason": "the lowest Go that may build it: moving it is a decision about compatibility, and it must not be newer than what is shipped", "where": "unknown"}]','[]',NULL,'2023-03-30 09:45:05.064054',NULL,NULL,NULL,'2023-03-30 09:45:05.064054');
INSERT INTO "evidence" VALUES(22,'behind','9b6adf86ff7a0e8b2e9b98d828b1dacb51436dbc','[{"path": ".tool-versions", "line": 1, "runtime": "go", "kind": "tool versions", "raw": "1.19.4", "version": "1.19.4", "edit": "yes", "reason": "", "where": "behind"}, {"path": "Dockerfile", "line": 1, "runtime": "go", "kind": "image", "raw": "1.19", "version": "1.19", "edit": "yes", "reason": "keeps the suffix -alpine: only the registry knows whether the tag exists", "where": "behind"}, {"path": "go.mod", "line": 3, "runtime": "go", "kind": "go.mod go", "raw": "1.19", "version": "1.19", "edit": "yes", "reason": "the lowest Go that may build it: moving it is a decision about compatibility, and it must not be newer than what is shipped", "where": "unknown"}]','[]',NULL,'2023-03-30 09:45:05.064054',NULL,NULL,NULL,'2023-03-30 09:45:05.064054');
INSERT INTO "evidence" VALUES(23,'behind','839d47ab2621f4f3f735854e685fec67ed3c66f4','[{"path": ".tool-versions", "line": 1, "runtime": "go", "kind": "tool versions", "raw": "1.19.5", "version": "1.19.5", "edit": "yes", "reason": "", "where": "behind"}, {"path": "ext/go.mod", "line": 3, "runtime": "go", "kind": "go.mod go", "raw": "1.19", "version": "1.19", "edit": "yes", "reason": "the lowest Go that may build it: moving it is a decision about compatibility, and it must not be newer than what is shipped", "where": "unknown"}]','[]',NULL,'2023-03-30 09:45:05.064054',NULL,NULL,NULL,'2023-03-30 09:45:05.064054');
INSERT INTO "evidence" VALUES(24,'behind','c4426ddfdc716fa78e3fea99344b946835b6abd1','[{"path": ".gitlab-ci.yml", "line": 2, "runtime": "go", "kind": "variable", "raw": "1.19", "version": "1.19", "edit": "yes", "reason": "", "where": "behind"}, {"path": "Dockerfile", "line": 1, "runtime": "go", "kind": "image", "raw": "1.19", "version": "1.19", "edit": "yes", "reason": "", "where": "behind"}, {"path": "go.mod", "line": 3, "runtime": "go", "kind": "go.mod go", "raw": "1.19", "version": "1.19", "edit": "yes", "reason": "the lowest Go that may build it: moving it is a decision about compatibility, and it must not be newer than what is shipped", "where": "unknown"}]','[]',NULL,'2023-03-30 09:45:05.064054',NULL,NULL,NULL,'2023-03-30 09:45:05.064054');
INSERT INTO "evidence" VALUES(25,'behind','21fedf9ead9b9bc197fb0e86fdb38774f30d39c7','[{"path": "docker/VERSIONS", "line": 3, "runtime": "go", "kind": "variable", "raw": "1.19.6", "version": "1.19.6", "edit": "yes", "reason": "", "where": "behind"}]','[]',NULL,'2023-03-30 09:45:05.064054',NULL,NULL,NULL,'2023-03-30 09:45:05.064054');
INSERT INTO "evidence" VALUES(26,'behind','55119ffd50e730a1905e1e97216f74b44cd703a5','[{"path": "ci_files/variables.yml", "line": 3, "runtime": "go", "kind": "variable", "raw": "1.19.6", "version": "1.19.6", "edit": "yes", "reason": "", "where": "behind"}, {"path": "gitlab-go/Dockerfile", "line": 2, "runtime": "go", "kind": "image", "raw": "${GO_VERSION}", "version": null, "edit": "never", "reason": "follows ${GO_VERSION}, set in ci_files/variables.yml:3 (1.19.6): edit it there", "where": "behind"}]','[]',NULL,'2023-03-30 09:45:05.064054',NULL,NULL,NULL,'2023-03-30 09:45:05.064054');
INSERT INTO "evidence" VALUES(27,'not_understood','a315897af408405e031a2b0865e294550c55de06','[]','[]','it shares gitlab-org/gitlab with 8 others, and the catalog names no paths of its own','2023-03-30 09:45:05.064054',NULL,NULL,NULL,'2023-03-30 09:45:05.064054');
INSERT INTO "evidence" VALUES(28,'not_understood','a315897af408405e031a2b0865e294550c55de06','[]','[]','it shares gitlab-org/gitlab with 8 others, and the catalog names no paths of its own','2023-03-30 09:45:05.064054',NULL,NULL,NULL,'2023-03-30 09:45:05.064054');
INSERT INTO "evidence" VALUES(29,'behind','0e511f1343d81e492750b489b4d75741d6e9d251','[{"path": ".tool-versions", "line": 1, "runtime": "go", "kind": "tool versions", "raw": "1.19.6", "version": "1.19.6", "edit": "yes", "reason": "", "where": "behind"}, {"path": "go.mod", "line": 3, "runtime": "go", "kind": "go.mod go", "raw": "1.19", "version": "1.19", "edit": "yes", "reason": "the lowest Go that may build it: moving it is a decision about compatibility, and it must not be newer than what is shipped", "where": "unknown"}]','[]',NULL,'2023-03-30 09:45:05.064054',NULL,NULL,NULL,'2023-03-30 09:45:05.064054');
CREATE TABLE home (
	slack_id VARCHAR NOT NULL, 
	opened_at DATETIME NOT NULL, 
	shown VARCHAR NOT NULL, 
	published_at DATETIME, 
	CONSTRAINT pk_home PRIMARY KEY (slack_id)
);
CREATE TABLE installation (
	team_id VARCHAR NOT NULL, 
	enterprise_id VARCHAR, 
	team VARCHAR NOT NULL, 
	url VARCHAR NOT NULL, 
	bot_user_id VARCHAR NOT NULL, 
	bot_id VARCHAR NOT NULL, 
	checked_at DATETIME NOT NULL, 
	CONSTRAINT pk_installation PRIMARY KEY (team_id)
);
INSERT INTO "installation" VALUES('T0TANUKI',NULL,'Tanuki Sandbox','https://slack.example.com/','U0BOT','B0BOT','2026-11-30 21:40:31.128805');
CREATE TABLE intent (
	id INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	dedupe_key VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	due_at DATETIME NOT NULL, 
	lease_until DATETIME, 
	lease_by VARCHAR, 
	attempts INTEGER NOT NULL, 
	last_error VARCHAR, 
	payload JSON NOT NULL, 
	CONSTRAINT pk_intent PRIMARY KEY (id), 
	CONSTRAINT ck_intent_state CHECK (state IN ('pending', 'sent', 'dropped', 'unknown', 'dead')), 
	CONSTRAINT uq_intent_dedupe_key UNIQUE (dedupe_key)
);
INSERT INTO "intent" VALUES(1,'plan','plan:3d35e6a2dd12ed79','sent','2026-11-30 21:40:34.151444',NULL,NULL,1,NULL,'{"plan_id": "3d35e6a2dd12ed79"}');
INSERT INTO "intent" VALUES(2,'gather','gather:plan:3d35e6a2dd12ed79','sent','2026-11-30 21:40:36.184593',NULL,NULL,1,NULL,'{"plan_id": "3d35e6a2dd12ed79"}');
INSERT INTO "intent" VALUES(3,'start','start:1','sent','2026-11-30 21:40:44.069953',NULL,NULL,1,NULL,'{"campaign_id": 1, "labels": ["runtime-upgrade-go-1.20"]}');
INSERT INTO "intent" VALUES(4,'gather','gather:1','sent','2026-11-30 21:41:23.419984',NULL,NULL,1,NULL,'{"campaign_id": 1}');
INSERT INTO "intent" VALUES(5,'note','note:63','sent','2026-11-30 21:41:33.765317',NULL,NULL,1,NULL,'{"item_id": 12, "body": "Blocked by https://gitlab.example.com/gitlab-org/labkit/-/issues/38, says Gus Almeida in Slack.", "mark": "<!-- runtime-upgrade: note 63 -->"}');
INSERT INTO "intent" VALUES(6,'write_item','write_item:12','sent','2026-11-30 21:42:01.878339',NULL,NULL,1,NULL,'{"item_id": 12, "aspects": ["state"], "asked_by": "assistant"}');
INSERT INTO "intent" VALUES(7,'note','note:64','sent','2026-11-30 21:41:36.472628',NULL,NULL,1,NULL,'{"item_id": 8, "body": "Blocked by the release of its exporter, says Otto Brandt in Slack.", "mark": "<!-- runtime-upgrade: note 64 -->"}');
INSERT INTO "intent" VALUES(8,'write_item','write_item:8','sent','2026-11-30 21:41:36.472628',NULL,NULL,1,NULL,'{"item_id": 8, "aspects": ["blockers", "state"], "asked_by": "U0OTTO"}');
INSERT INTO "intent" VALUES(9,'note','note:68','sent','2026-11-30 21:41:52.769241',NULL,NULL,1,NULL,'{"item_id": 12, "body": "No longer blocked: gitlab\\-org\\/labkit\\#38 is closed. Back to not started.", "mark": "<!-- runtime-upgrade: note 68 -->"}');
INSERT INTO "intent" VALUES(10,'bump','bump:1:gitlab-org/gitaly','sent','2026-11-30 21:42:01.438214',NULL,NULL,1,NULL,'{"campaign_id": 1, "project": "gitlab-org/gitaly", "item_id": 12, "asked_by": "U0GUS", "tier": null}');
INSERT INTO "intent" VALUES(11,'epic_note','epic_note:1:1','sent','2026-11-30 21:42:24.746137',NULL,NULL,1,NULL,'{"campaign_id": 1, "summary_id": 1, "asked_by": "U0FRIDA"}');
CREATE TABLE item (
	id INTEGER NOT NULL, 
	campaign_id INTEGER NOT NULL, 
	component VARCHAR NOT NULL, 
	title VARCHAR NOT NULL, 
	tier VARCHAR NOT NULL, 
	position INTEGER NOT NULL, 
	project VARCHAR NOT NULL, 
	project_id INTEGER, 
	issue_iid INTEGER, 
	issue_id INTEGER, 
	web_url VARCHAR, 
	dri VARCHAR, 
	backup VARCHAR, 
	state VARCHAR NOT NULL, 
	state_before_block VARCHAR, 
	state_since DATETIME, 
	closed BOOLEAN NOT NULL, 
	in_epic BOOLEAN NOT NULL, 
	gone BOOLEAN NOT NULL, 
	creation_failure VARCHAR, active_at DATETIME, touched_at DATETIME, waived_by VARCHAR, waived_because VARCHAR, 
	CONSTRAINT pk_item PRIMARY KEY (id), 
	CONSTRAINT ck_item_state CHECK (state IN ('not_started', 'in_dev', 'in_review', 'blocked', 'production')), 
	CONSTRAINT fk_item_campaign_id_campaign FOREIGN KEY(campaign_id) REFERENCES campaign (id), 
	CONSTRAINT uq_item_campaign_id_component UNIQUE (campaign_id, component)
);
INSERT INTO "item" VALUES(1,1,'gitlab-runner','GitLab Runner','prerequisites',0,'gitlab-org/gitlab-runner',278965,1,125478005,'https://gitlab.example.com/gitlab-org/gitlab-runner/-/issues/1','dora-sandbox','uma-sandbox','not_started',NULL,'2023-03-30 09:45:00.049362',0,1,0,NULL,'2023-03-30 09:45:02.623000',NULL,NULL,NULL);
INSERT INTO "item" VALUES(2,1,'gitlab-build-images','GitLab CI Images','prerequisites',1,'gitlab-org/gitlab-build-images',278966,1,125478006,'https://gitlab.example.com/gitlab-org/gitlab-build-images/-/issues/1','dev-sandbox',NULL,'not_started',NULL,'2023-03-30 09:45:00.049362',0,1,0,NULL,'2023-03-30 09:45:03.266000',NULL,NULL,NULL);
INSERT INTO "item" VALUES(3,1,'gitlab-development-kit','GitLab Development Kit','prerequisites',2,'gitlab-org/gitlab-development-kit',278967,1,125478007,'https://gitlab.example.com/gitlab-org/gitlab-development-kit/-/issues/1','mira-sandbox',NULL,'not_started',NULL,'2023-03-30 09:45:00.049362',0,1,0,NULL,'2023-03-30 09:45:03.803000',NULL,NULL,NULL);
INSERT INTO "item" VALUES(4,1,'alertmanager','Alertmanager','release-approval',3,'gitlab-org/gitlab',278964,396002,125478008,'https://gitlab.example.com/gitlab-org/gitlab/-/issues/396002','otto-sandbox',NULL,'not_started',NULL,'2023-03-30 09:45:00.049362',0,1,0,NULL,'2023-03-30 09:45:04.971000',NULL,NULL,NULL);
INSERT INTO "item" VALUES(5,1,'node-exporter','Node Exporter','release-approval',4,'gitlab-org/gitlab',278964,396003,125478009,'https://gitlab.example.com/gitlab-org/gitlab/-/issues/396003','otto-sandbox',NULL,'not_started',NULL,'2023-03-30 09:45:00.049362',0,1,0,NULL,'2023-03-30 09:45:06.189000',NULL,NULL,NULL);
INSERT INTO "item" VALUES(6,1,'pgbouncer-exporter','PgBouncer Exporter','release-approval',5,'gitlab-org/gitlab',278964,396004,125478010,'https://gitlab.example.com/gitlab-org/gitlab/-/issues/396004','otto-sandbox',NULL,'not_started',NULL,'2023-03-30 09:45:00.049362',0,1,0,NULL,'2023-03-30 09:45:06.909000',NULL,NULL,NULL);
INSERT INTO "item" VALUES(7,1,'postgres-exporter','Postgres Exporter','release-approval',6,'gitlab-org/gitlab',278964,396005,125478011,'https://gitlab.example.com/gitlab-org/gitlab/-/issues/396005','otto-sandbox',NULL,'not_started',NULL,'2023-03-30 09:45:00.049362',0,1,0,NULL,'2023-03-30 09:45:07.939000',NULL,NULL,NULL);
INSERT INTO "item" VALUES(8,1,'prometheus','Prometheus','release-approval',7,'gitlab-org/gitlab',278964,396006,125478012,'https://gitlab.example.com/gitlab-org/gitlab/-/issues/396006','otto-sandbox',NULL,'blocked','not_started','2023-03-30 14:20:03.481705',0,1,0,NULL,'2023-03-30 09:45:12.985000','2023-03-30 14:20:04.894520',NULL,NULL);
INSERT INTO "item" VALUES(9,1,'redis-exporter','Redis Exporter','release-approval',8,'gitlab-org/gitlab',278964,396007,125478013,'https://gitlab.example.com/gitlab-org/gitlab/-/issues/396007','otto-sandbox',NULL,'not_started',NULL,'2023-03-30 09:45:00.049362',0,1,0,NULL,'2023-03-30 09:45:13.831000',NULL,NULL,NULL);
INSERT INTO "item" VALUES(10,1,'workhorse','GitLab Workhorse','release-approval',9,'gitlab-org/gitlab',278964,396008,125478014,'https://gitlab.example.com/gitlab-org/gitlab/-/issues/396008','mira-sandbox',NULL,'not_started',NULL,'2023-03-30 09:45:00.049362',0,1,0,NULL,'2023-03-30 09:45:14.035000',NULL,NULL,NULL);
INSERT INTO "item" VALUES(11,1,'docker-distribution-pruner','Docker Distribution Pruner','release-approval',10,'gitlab-org/docker-distribution-pruner',278968,1,125478015,'https://gitlab.example.com/gitlab-org/docker-distribution-pruner/-/issues/1','pia-sandbox',NULL,'not_started',NULL,'2023-03-30 09:45:00.049362',0,1,0,NULL,'2023-03-30 09:45:15.707000',NULL,NULL,NULL);
INSERT INTO "item" VALUES(12,1,'gitaly','Gitaly','release-approval',11,'gitlab-org/gitaly',278969,4713,125478016,'https://gitlab.example.com/gitlab-org/gitaly/-/issues/4713','gus-sandbox','mira-sandbox','production',NULL,'2023-03-31 18:00:01.474906',1,1,0,NULL,'2023-03-31 18:00:01.339000','2023-03-31 15:00:02.957899',NULL,NULL);
INSERT INTO "item" VALUES(13,1,'gitlab-compose-kit','GitLab Compose Kit','release-approval',12,'gitlab-org/gitlab-compose-kit',278970,1,125478017,'https://gitlab.example.com/gitlab-org/gitlab-compose-kit/-/issues/1','dev-sandbox',NULL,'not_started',NULL,'2023-03-30 09:45:00.049362',0,1,0,NULL,'2023-03-30 09:45:18.317000',NULL,NULL,NULL);
INSERT INTO "item" VALUES(14,1,'container-registry','Container Registry','release-approval',13,'gitlab-org/container-registry',278971,1,125478018,'https://gitlab.example.com/gitlab-org/container-registry/-/issues/1','pia-sandbox',NULL,'not_started',NULL,'2023-03-30 09:45:00.049362',0,1,0,NULL,'2023-03-30 09:45:19.456000',NULL,NULL,NULL);
INSERT INTO "item" VALUES(15,1,'elasticsearch-indexer','Elasticsearch Indexer','release-approval',14,'gitlab-org/gitlab-elasticsearch-indexer',278972,1,125478019,'https://gitlab.example.com/gitlab-org/gitlab-elasticsearch-indexer/-/issues/1','raj-sandbox',NULL,'not_started',NULL,'2023-03-30 09:45:00.049362',0,1,0,NULL,'2023-03-30 09:45:20.025000',NULL,NULL,NULL);
INSERT INTO "item" VALUES(16,1,'zoekt-indexer','Zoekt Indexer','release-approval',15,'gitlab-org/gitlab-zoekt-indexer',278973,1,125478020,'https://gitlab.example.com/gitlab-org/gitlab-zoekt-indexer/-/issues/1','raj-sandbox',NULL,'not_started',NULL,'2023-03-30 09:45:00.049362',0,1,0,NULL,'2023-03-30 09:45:20.446000',NULL,NULL,NULL);
INSERT INTO "item" VALUES(17,1,'kas','GitLab agent server KAS','release-approval',16,'gitlab-org/cluster-integration/gitlab-agent',278974,1,125478021,'https://gitlab.example.com/gitlab-org/cluster-integration/gitlab-agent/-/issues/1','tess-sandbox',NULL,'not_started',NULL,'2023-03-30 09:45:00.049362',0,1,0,NULL,'2023-03-30 09:45:21.402000',NULL,NULL,NULL);
INSERT INTO "item" VALUES(18,1,'gitlab-pages','GitLab Pages','release-approval',17,'gitlab-org/gitlab-pages',278975,1,125478022,'https://gitlab.example.com/gitlab-org/gitlab-pages/-/issues/1','gus-sandbox',NULL,'not_started',NULL,'2023-03-30 09:45:00.049362',0,1,0,NULL,'2023-03-30 09:45:23.486000',NULL,NULL,NULL);
INSERT INTO "item" VALUES(19,1,'gitlab-shell','GitLab Shell','release-approval',18,'gitlab-org/gitlab-shell',278976,1,125478023,'https://gitlab.example.com/gitlab-org/gitlab-shell/-/issues/1','gus-sandbox',NULL,'not_started',NULL,'2023-03-30 09:45:00.049362',0,1,0,NULL,'2023-03-30 09:45:24.691000',NULL,NULL,NULL);
INSERT INTO "item" VALUES(20,1,'labkit','LabKit','release-approval',19,'gitlab-org/labkit',278977,39,125478024,'https://gitlab.example.com/gitlab-org/labkit/-/issues/39','mira-sandbox',NULL,'not_started',NULL,'2023-03-30 09:45:00.049362',0,1,0,NULL,'2023-03-30 09:45:24.925000',NULL,NULL,NULL);
INSERT INTO "item" VALUES(21,1,'spamcheck','Spamcheck','release-approval',20,'gitlab-org/gl-security/security-engineering/security-automation/spam/spamcheck',278978,1,125478025,'https://gitlab.example.com/gitlab-org/gl-security/security-engineering/security-automation/spam/spamcheck/-/issues/1',NULL,NULL,'not_started',NULL,'2023-03-30 09:45:00.049362',0,1,0,NULL,'2023-03-30 09:45:25.126000',NULL,NULL,NULL);
INSERT INTO "item" VALUES(22,1,'workspaces-proxy','GitLab Workspaces Proxy','release-approval',21,'gitlab-org/remote-development/gitlab-workspaces-proxy',278979,1,125478026,'https://gitlab.example.com/gitlab-org/remote-development/gitlab-workspaces-proxy/-/issues/1','tess-sandbox',NULL,'not_started',NULL,'2023-03-30 09:45:00.049362',0,1,0,NULL,'2023-03-30 09:45:26.308000',NULL,NULL,NULL);
INSERT INTO "item" VALUES(23,1,'devfile-gem','Devfile Gem','release-approval',22,'gitlab-org/ruby/gems/devfile-gem',278980,1,125478027,'https://gitlab.example.com/gitlab-org/ruby/gems/devfile-gem/-/issues/1','tess-sandbox',NULL,'not_started',NULL,'2023-03-30 09:45:00.049362',0,1,0,NULL,'2023-03-30 09:45:29.275000',NULL,NULL,NULL);
INSERT INTO "item" VALUES(24,1,'gitlab-operator','GitLab Operator','release-approval',23,'gitlab-org/cloud-native/gitlab-operator',278981,1,125478028,'https://gitlab.example.com/gitlab-org/cloud-native/gitlab-operator/-/issues/1','uma-sandbox',NULL,'not_started',NULL,'2023-03-30 09:45:00.049362',0,1,0,NULL,'2023-03-30 09:45:31.488000',NULL,NULL,NULL);
INSERT INTO "item" VALUES(25,1,'omnibus-builder','GitLab Omnibus Builder','final-updates',24,'gitlab-org/gitlab-omnibus-builder',278982,1,125478029,'https://gitlab.example.com/gitlab-org/gitlab-omnibus-builder/-/issues/1','uma-sandbox',NULL,'not_started',NULL,'2023-03-30 09:45:00.049362',0,1,0,NULL,'2023-03-30 09:45:32.130000',NULL,NULL,NULL);
INSERT INTO "item" VALUES(26,1,'cng','Cloud Native GitLab','final-updates',25,'gitlab-org/build/CNG',278983,772,125478030,'https://gitlab.example.com/gitlab-org/build/CNG/-/issues/772','uma-sandbox',NULL,'not_started',NULL,'2023-03-30 09:45:00.049362',0,1,0,NULL,'2023-03-30 09:45:33.960000',NULL,NULL,NULL);
INSERT INTO "item" VALUES(27,1,'browser-based-dast','Browser-based DAST','independent',26,'gitlab-org/gitlab',278964,396009,125478031,'https://gitlab.example.com/gitlab-org/gitlab/-/issues/396009','vic-sandbox',NULL,'not_started',NULL,'2023-03-30 09:45:00.049362',0,1,0,NULL,'2023-03-30 09:45:35.276000',NULL,NULL,NULL);
INSERT INTO "item" VALUES(28,1,'coverage-fuzzer','Coverage Fuzzer','independent',27,'gitlab-org/gitlab',278964,396010,125478032,'https://gitlab.example.com/gitlab-org/gitlab/-/issues/396010','vic-sandbox',NULL,'not_started',NULL,'2023-03-30 09:45:00.049362',0,1,0,NULL,'2023-03-30 09:45:35.980000',NULL,NULL,NULL);
INSERT INTO "item" VALUES(29,1,'glab','GitLab CLI glab','independent',28,'gitlab-org/cli',278984,1,125478033,'https://gitlab.example.com/gitlab-org/cli/-/issues/1',NULL,NULL,'not_started',NULL,'2023-03-30 09:45:00.049362',0,1,0,NULL,'2023-03-30 09:45:36.743000',NULL,NULL,NULL);
CREATE TABLE link_request (
	id INTEGER NOT NULL, 
	slack_id VARCHAR NOT NULL, 
	gitlab_username VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	asked_at DATETIME NOT NULL, 
	decided_by VARCHAR, 
	CONSTRAINT pk_link_request PRIMARY KEY (id), 
	CONSTRAINT ck_link_request_state CHECK (state IN ('asked', 'confirmed', 'declined'))
);
CREATE TABLE "merge_request" (
	id INTEGER NOT NULL, 
	item_id INTEGER NOT NULL, 
	reference VARCHAR NOT NULL, 
	web_url VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	draft BOOLEAN NOT NULL, 
	ours BOOLEAN DEFAULT 0 NOT NULL, 
	pipeline VARCHAR, 
	pipeline_id INTEGER, 
	pipeline_url VARCHAR, 
	pipeline_since DATETIME, 
	CONSTRAINT pk_merge_request PRIMARY KEY (id), 
	CONSTRAINT fk_merge_request_item_id_item FOREIGN KEY(item_id) REFERENCES item (id), 
	CONSTRAINT uq_merge_request_item_id_reference UNIQUE (item_id, reference)
);
INSERT INTO "merge_request" VALUES(1,12,'gitlab-org/gitaly!1','https://gitlab.example.com/gitlab-org/gitaly/-/merge_requests/1','merged',0,1,'success',820000001,'https://gitlab.example.com/gitlab-org/gitaly/-/pipelines/820000001','2023-03-31 18:00:01.197000');
CREATE TABLE notice (
	id INTEGER NOT NULL, 
	campaign_id INTEGER NOT NULL, 
	item_id INTEGER NOT NULL, 
	person VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	detail JSON NOT NULL, 
	since DATETIME NOT NULL, 
	due_at DATETIME NOT NULL, 
	state VARCHAR NOT NULL, 
	message VARCHAR, 
	CONSTRAINT pk_notice PRIMARY KEY (id), 
	CONSTRAINT ck_notice_kind CHECK (kind IN ('unblocked', 'your_turn', 'pipeline_failed', 'blocker_gone', 'issue_gone', 'snoozed', 'loop', 'dri_left')), 
	CONSTRAINT ck_notice_state CHECK (state IN ('planned', 'handed', 'sent', 'overtaken')), 
	CONSTRAINT fk_notice_campaign_id_campaign FOREIGN KEY(campaign_id) REFERENCES campaign (id), 
	CONSTRAINT fk_notice_item_id_item FOREIGN KEY(item_id) REFERENCES item (id), 
	CONSTRAINT uq_notice_person_item_id_kind_since UNIQUE (person, item_id, kind, since)
);
INSERT INTO "notice" VALUES(1,1,1,'U0DORA','your_turn','{}','2023-03-30 09:45:38.524016','2023-04-03 00:30:00.000000','sent','notice:day:U0DORA:2023-04-03');
INSERT INTO "notice" VALUES(2,1,27,'U0VIC','your_turn','{}','2023-03-30 09:45:38.524016','2023-03-30 09:45:38.524016','sent','notice:day:U0VIC:2023-03-30');
INSERT INTO "notice" VALUES(3,1,28,'U0VIC','your_turn','{}','2023-03-30 09:45:38.524016','2023-03-30 09:45:38.524016','sent','notice:day:U0VIC:2023-03-30');
INSERT INTO "notice" VALUES(4,1,29,'U0FRIDA','your_turn','{}','2023-03-30 09:45:38.524016','2023-03-30 09:45:38.524016','sent','notice:day:U0FRIDA:2023-03-30');
INSERT INTO "notice" VALUES(5,1,12,'U0GUS','unblocked','{"why": "gitlab-org/labkit#38 is closed", "state": "not_started", "blocked_since": "2023-03-30T14:00:00.774391+00:00"}','2023-03-31 13:30:02.807367','2023-03-31 13:30:02.807367','sent','notice:day:U0GUS:2023-03-31');
CREATE TABLE "outbox" (
	id INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	dedupe_key VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	due_at DATETIME NOT NULL, 
	lease_until DATETIME, 
	lease_by VARCHAR, 
	attempts INTEGER NOT NULL, 
	last_error VARCHAR, 
	payload JSON NOT NULL, 
	channel VARCHAR NOT NULL, 
	posted_channel VARCHAR, 
	ts VARCHAR, 
	wanted INTEGER NOT NULL, 
	shown INTEGER NOT NULL, 
	shown_at DATETIME, 
	first_attempt_at DATETIME, 
	in_doubt BOOLEAN NOT NULL, 
	unknown_rounds INTEGER NOT NULL, 
	asked_at DATETIME, 
	post_tried_at DATETIME, 
	update_tried_at DATETIME, 
	late_told BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_outbox PRIMARY KEY (id), 
	CONSTRAINT ck_outbox_state CHECK (state IN ('pending', 'sent', 'dropped', 'unknown', 'dead')), 
	CONSTRAINT uq_outbox_dedupe_key UNIQUE (dedupe_key)
);
INSERT INTO "outbox" VALUES(1,'plan','plan:3d35e6a2dd12ed79','sent','2026-11-30 21:40:44.069953',NULL,NULL,0,NULL,'{"plan_id": "3d35e6a2dd12ed79"}','U0FRIDA','D0FRIDA','1796074836.955637',3,3,'2026-11-30 21:40:44.940435','2026-11-30 21:40:36.894537',0,0,'2026-11-30 21:40:34.666758','2026-11-30 21:40:36.583773','2026-11-30 21:40:44.632358',0);
INSERT INTO "outbox" VALUES(2,'progress','progress:1','sent','2026-11-30 21:41:22.282030',NULL,NULL,0,NULL,'{"campaign_id": 1}','C0WGRUNTIME','C0WGRUNTIME','1796074845.417540',32,32,'2026-11-30 21:41:24.628199','2026-11-30 21:40:45.342689',0,0,'2026-11-30 21:40:44.069953','2026-11-30 21:40:44.632358','2026-11-30 21:41:22.827970',0);
INSERT INTO "outbox" VALUES(3,'card','card:1','sent','2026-11-30 21:42:10.161056',NULL,NULL,0,NULL,'{"campaign_id": 1, "pinned": true}','C0WGRUNTIME','C0WGRUNTIME','1796074857.025228',10,10,'2026-11-30 21:42:16.836480','2026-11-30 21:40:56.022348',0,0,'2026-11-30 21:40:49.084645','2026-11-30 21:40:52.799232','2026-11-30 21:42:15.879899',0);
INSERT INTO "outbox" VALUES(4,'history','history:60','sent','2026-11-30 21:41:22.544605',NULL,NULL,0,NULL,'{"campaign_id": 1, "event_ids": [60, 61, 62]}','C0WGRUNTIME','C0WGRUNTIME','1796074891.629576',1,1,'2026-11-30 21:41:31.646324','2026-11-30 21:41:31.439150',0,0,'2026-11-30 21:41:22.544605','2026-11-30 21:41:22.827970',NULL,0);
INSERT INTO "outbox" VALUES(5,'day_notice','notice:day:U0FRIDA:2023-03-30','sent','2026-11-30 21:41:24.232958',NULL,NULL,0,NULL,'{"key": "notice:day:U0FRIDA:2023-03-30", "closes": "2023-03-30T14:30:00+00:00"}','U0FRIDA','D0FRIDA','1796074892.804214',1,1,'2026-11-30 21:41:32.832822','2026-11-30 21:41:32.316804',0,0,'2026-11-30 21:41:24.232958','2026-11-30 21:41:31.862474',NULL,0);
INSERT INTO "outbox" VALUES(6,'day_notice','notice:day:U0VIC:2023-03-30','sent','2026-11-30 21:41:24.232958',NULL,NULL,0,NULL,'{"key": "notice:day:U0VIC:2023-03-30", "closes": "2023-03-30T14:30:00+00:00"}','U0VIC','D0VIC','1796074892.924382',1,1,'2026-11-30 21:41:32.925432','2026-11-30 21:41:32.897068',0,0,'2026-11-30 21:41:24.232958','2026-11-30 21:41:31.862474',NULL,0);
INSERT INTO "outbox" VALUES(7,'announcement_draft','announcement_draft:1:U0FRIDA','sent','2026-11-30 21:41:24.232958',NULL,NULL,0,NULL,'{"announcement_id": 1}','U0FRIDA','D0FRIDA','1796074892.964312',1,1,'2026-11-30 21:41:32.972307','2026-11-30 21:41:32.938436',0,0,'2026-11-30 21:41:24.232958','2026-11-30 21:41:31.862474',NULL,0);
INSERT INTO "outbox" VALUES(8,'history','history:63','sent','2026-11-30 21:41:33.765317',NULL,NULL,0,NULL,'{"campaign_id": 1, "event_ids": [63]}','C0WGRUNTIME','C0WGRUNTIME','1796074896.243673',1,1,'2026-11-30 21:41:36.300832','2026-11-30 21:41:35.746139',0,0,'2026-11-30 21:41:33.765317','2026-11-30 21:41:35.141220',NULL,0);
INSERT INTO "outbox" VALUES(9,'history','history:64','sent','2026-11-30 21:41:36.472628',NULL,NULL,0,NULL,'{"campaign_id": 1, "event_ids": [64]}','C0WGRUNTIME','C0WGRUNTIME','1796074901.470725',1,1,'2026-11-30 21:41:41.521342','2026-11-30 21:41:39.486633',0,0,'2026-11-30 21:41:36.472628','2026-11-30 21:41:37.331699',NULL,0);
INSERT INTO "outbox" VALUES(10,'digest','digest:U0MIRA:2023-03-31','sent','2026-11-30 21:41:54.888920',NULL,NULL,0,NULL,'{"key": "digest:U0MIRA:2023-03-31", "closes": "2023-03-31T14:30:00+00:00"}','U0MIRA','D0MIRA','1796074903.292544',2,2,'2026-11-30 21:42:00.970832','2026-11-30 21:41:43.264930',0,0,'2026-11-30 21:41:41.819499','2026-11-30 21:41:42.967929','2026-11-30 21:42:00.344153',0);
INSERT INTO "outbox" VALUES(11,'digest','digest:U0OTTO:2023-03-31','sent','2026-11-30 21:41:43.749855',NULL,NULL,0,NULL,'{"key": "digest:U0OTTO:2023-03-31", "closes": "2023-03-31T14:30:00+00:00"}','U0OTTO','D0OTTO','1796074903.457036',2,2,'2026-11-30 21:41:45.396329','2026-11-30 21:41:43.404771',0,0,'2026-11-30 21:41:41.819499','2026-11-30 21:41:42.967929','2026-11-30 21:41:44.499309',0);
INSERT INTO "outbox" VALUES(12,'digest','digest:U0GUS:2023-03-31','sent','2026-11-30 21:41:52.769241',NULL,NULL,0,NULL,'{"key": "digest:U0GUS:2023-03-31", "closes": "2023-03-31T19:30:00+00:00"}','U0GUS','D0GUS','1796074908.501987',3,3,'2026-11-30 21:41:57.723527','2026-11-30 21:41:48.412660',0,0,'2026-11-30 21:41:45.563014','2026-11-30 21:41:46.923715','2026-11-30 21:41:54.347699',0);
INSERT INTO "outbox" VALUES(13,'history','history:68','sent','2026-11-30 21:41:52.769241',NULL,NULL,0,NULL,'{"campaign_id": 1, "event_ids": [68, 69]}','C0WGRUNTIME','C0WGRUNTIME','1796074919.520998',1,1,'2026-11-30 21:41:59.580265','2026-11-30 21:41:59.305165',0,0,'2026-11-30 21:41:52.769241','2026-11-30 21:41:54.347699',NULL,0);
INSERT INTO "outbox" VALUES(14,'day_notice','notice:day:U0GUS:2023-03-31','sent','2026-11-30 21:42:10.017063',NULL,NULL,0,NULL,'{"key": "notice:day:U0GUS:2023-03-31", "closes": "2023-03-31T19:30:00+00:00"}','U0GUS','D0GUS','1796074921.329548',4,4,'2026-11-30 21:42:15.258773','2026-11-30 21:42:01.165758',0,0,'2026-11-30 21:41:54.888920','2026-11-30 21:42:00.344153','2026-11-30 21:42:12.164823',0);
INSERT INTO "outbox" VALUES(15,'history','history:72','sent','2026-11-30 21:42:01.878339',NULL,NULL,0,NULL,'{"campaign_id": 1, "event_ids": [72]}','C0WGRUNTIME','C0WGRUNTIME','1796074925.094221',1,1,'2026-11-30 21:42:05.095836','2026-11-30 21:42:05.085756',0,0,'2026-11-30 21:42:01.878339','2026-11-30 21:42:03.983164',NULL,0);
INSERT INTO "outbox" VALUES(16,'history','history:73','sent','2026-11-30 21:42:10.017063',NULL,NULL,0,NULL,'{"campaign_id": 1, "event_ids": [73, 74]}','C0WGRUNTIME','C0WGRUNTIME','1796074935.458864',1,1,'2026-11-30 21:42:15.476380','2026-11-30 21:42:15.397389',0,0,'2026-11-30 21:42:10.017063','2026-11-30 21:42:12.164823',NULL,0);
INSERT INTO "outbox" VALUES(17,'history','history:75','sent','2026-11-30 21:42:11.169576',NULL,NULL,0,NULL,'{"campaign_id": 1, "event_ids": [75]}','C0WGRUNTIME','C0WGRUNTIME','1796074935.790473',1,1,'2026-11-30 21:42:15.804522','2026-11-30 21:42:15.731834',0,0,'2026-11-30 21:42:11.169576','2026-11-30 21:42:12.164823',NULL,0);
INSERT INTO "outbox" VALUES(18,'history','history:77','sent','2026-11-30 21:42:10.161056',NULL,NULL,0,NULL,'{"campaign_id": 1, "event_ids": [77]}','C0WGRUNTIME','C0WGRUNTIME','1796074938.089930',1,1,'2026-11-30 21:42:18.133424','2026-11-30 21:42:17.403008',0,0,'2026-11-30 21:42:10.161056','2026-11-30 21:42:15.879899',NULL,0);
INSERT INTO "outbox" VALUES(19,'summary_draft','summary_draft:1:U0FRIDA','sent','2026-11-30 21:42:24.746137',NULL,NULL,0,NULL,'{"summary_id": 1}','U0FRIDA','D0FRIDA','1796074942.149413',4,4,'2026-11-30 21:42:27.307282','2026-11-30 21:42:20.609375',0,0,'2026-11-30 21:42:19.175937','2026-11-30 21:42:20.393927','2026-11-30 21:42:25.071243',0);
INSERT INTO "outbox" VALUES(20,'day_notice','notice:day:U0DORA:2023-04-03','sent','2026-11-30 21:42:20.400711',NULL,NULL,0,NULL,'{"key": "notice:day:U0DORA:2023-04-03", "closes": "2023-04-03T07:30:00+00:00"}','U0DORA','D0DORA','1796074943.342322',1,1,'2026-11-30 21:42:23.396748','2026-11-30 21:42:23.243434',0,0,'2026-11-30 21:42:20.400711','2026-11-30 21:42:22.447437',NULL,0);
INSERT INTO "outbox" VALUES(21,'summary','summary:1','sent','2026-11-30 21:42:42.738779',NULL,NULL,0,NULL,'{"summary_id": 1}','C0WGRUNTIME','C0WGRUNTIME','1796074963.588566',1,1,'2026-11-30 21:42:43.620785','2026-11-30 21:42:43.549781',0,0,'2026-11-30 21:42:42.738779','2026-11-30 21:42:42.879995',NULL,0);
INSERT INTO "outbox" VALUES(22,'summary_details','summary_details:1','sent','2026-11-30 21:42:42.738779',NULL,NULL,0,NULL,'{"summary_id": 1}','C0WGRUNTIME','C0WGRUNTIME','1796074967.819055',1,1,'2026-11-30 21:42:47.944691','2026-11-30 21:42:47.401502',0,0,'2026-11-30 21:42:42.738779','2026-11-30 21:42:42.879995',NULL,0);
CREATE TABLE "person" (
	slack_id VARCHAR NOT NULL, 
	team_id VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	tz VARCHAR NOT NULL, 
	gitlab_username VARCHAR, 
	is_guest BOOLEAN NOT NULL, 
	is_bot BOOLEAN NOT NULL, 
	is_stranger BOOLEAN NOT NULL, 
	deleted BOOLEAN NOT NULL, 
	status_text VARCHAR DEFAULT '' NOT NULL, 
	status_emoji VARCHAR DEFAULT '' NOT NULL, 
	status_until DATETIME, 
	gitlab_busy BOOLEAN DEFAULT 0 NOT NULL, 
	gitlab_status VARCHAR DEFAULT '' NOT NULL, 
	gitlab_left_at DATETIME, 
	CONSTRAINT pk_person PRIMARY KEY (slack_id)
);
INSERT INTO "person" VALUES('U0FRIDA','T0TANUKI','Frida Lindqvist','Europe/Berlin','frida-sandbox',0,0,0,0,'','',NULL,0,'',NULL);
INSERT INTO "person" VALUES('U0LEO','T0TANUKI','Leo Marchetti','America/New_York','leo-sandbox',0,0,0,0,'','',NULL,0,'',NULL);
INSERT INTO "person" VALUES('U0SANA','T0TANUKI','Sana Okafor','America/Chicago','sana-sandbox',0,0,0,0,'','',NULL,0,'',NULL);
INSERT INTO "person" VALUES('U0DORA','T0TANUKI','Dora Nakamura','Asia/Tokyo','dora-sandbox',0,0,0,0,'','',NULL,0,'',NULL);
INSERT INTO "person" VALUES('U0DEV','T0TANUKI','Dev Raman','Asia/Kolkata','dev-sandbox',0,0,0,0,'','',NULL,0,'',NULL);
INSERT INTO "person" VALUES('U0GUS','T0TANUKI','Gus Almeida','America/Sao_Paulo','gus-sandbox',0,0,0,0,'','',NULL,0,'',NULL);
INSERT INTO "person" VALUES('U0MIRA','T0TANUKI','Mira Kovacs','Europe/Budapest','mira-sandbox',0,0,0,0,'','',NULL,0,'',NULL);
INSERT INTO "person" VALUES('U0OTTO','T0TANUKI','Otto Brandt','Europe/Berlin','otto-sandbox',0,0,0,0,'','',NULL,0,'',NULL);
INSERT INTO "person" VALUES('U0PIA','T0TANUKI','Pia Sorensen','Europe/Copenhagen','pia-sandbox',0,0,0,0,'','',NULL,0,'',NULL);
INSERT INTO "person" VALUES('U0RAJ','T0TANUKI','Raj Iyer','Asia/Kolkata','raj-sandbox',0,0,0,0,'','',NULL,0,'',NULL);
INSERT INTO "person" VALUES('U0TESS','T0TANUKI','Tess Whitaker','Pacific/Auckland','tess-sandbox',0,0,0,0,'','',NULL,0,'',NULL);
INSERT INTO "person" VALUES('U0UMA','T0TANUKI','Uma Haddad','Europe/London','uma-sandbox',0,0,0,0,'','',NULL,0,'',NULL);
INSERT INTO "person" VALUES('U0VIC','T0TANUKI','Vic Moreau','Europe/Paris','vic-sandbox',0,0,0,0,'','',NULL,0,'',NULL);
INSERT INTO "person" VALUES('U0NOLAB','T0TANUKI','Nola Bright','Europe/Dublin',NULL,0,0,0,0,'','',NULL,0,'',NULL);
INSERT INTO "person" VALUES('U0GUEST','T0TANUKI','Gil Guest','Europe/Madrid',NULL,1,0,0,0,'','',NULL,0,'',NULL);
INSERT INTO "person" VALUES('U0GONE','T0TANUKI','Greta Gone','UTC',NULL,0,0,0,1,'','',NULL,0,'',NULL);
INSERT INTO "person" VALUES('U0OTHERBOT','T0TANUKI','Deploy Bot','UTC',NULL,0,1,0,0,'','',NULL,0,'',NULL);
INSERT INTO "person" VALUES('U0BOT','T0TANUKI','Runtime Upgrade','UTC',NULL,0,1,0,0,'','',NULL,0,'',NULL);
CREATE TABLE "plan" (
	id VARCHAR NOT NULL, 
	runtime VARCHAR NOT NULL, 
	version VARCHAR NOT NULL, 
	due_on DATE, 
	requested_by VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	body JSON, 
	edits JSON, 
	failure VARCHAR, 
	created_at DATETIME NOT NULL, 
	expires_at DATETIME NOT NULL, 
	decided_by VARCHAR, 
	campaign_id INTEGER, pins JSON, 
	CONSTRAINT pk_plan PRIMARY KEY (id), 
	CONSTRAINT ck_plan_state CHECK (state IN ('requested', 'ready', 'started', 'cancelled', 'failed', 'replaced')), 
	CONSTRAINT fk_plan_campaign_id_campaign FOREIGN KEY(campaign_id) REFERENCES campaign (id)
);
INSERT INTO "plan" VALUES('3d35e6a2dd12ed79','go','1.20',NULL,'U0FRIDA','started','{"runtime": "go", "runtime_title": "Go", "version": "1.20", "group": "gitlab-org", "epic_title": "Update Go to 1.20", "label": "runtime-upgrade-go-1.20", "due": {"on": "2023-10-01", "source": "policy", "released_on": "2023-02-01"}, "tiers": [{"key": "prerequisites", "title": "Prerequisites, in this order", "ordered": true, "gates": true}, {"key": "release-approval", "title": "Required for release approval", "ordered": false, "gates": true}, {"key": "final-updates", "title": "Final updates for release", "ordered": false, "gates": true}, {"key": "independent", "title": "Released independently", "ordered": false, "gates": false}], "items": [{"component": "gitlab-runner", "title": "GitLab Runner", "project": "gitlab-org/gitlab-runner", "tier": "prerequisites", "dri": "dora-sandbox", "backup": "uma-sandbox"}, {"component": "gitlab-build-images", "title": "GitLab CI Images", "project": "gitlab-org/gitlab-build-images", "tier": "prerequisites", "dri": "dev-sandbox", "backup": null}, {"component": "gitlab-development-kit", "title": "GitLab Development Kit", "project": "gitlab-org/gitlab-development-kit", "tier": "prerequisites", "dri": "mira-sandbox", "backup": null}, {"component": "alertmanager", "title": "Alertmanager", "project": "gitlab-org/gitlab", "tier": "release-approval", "dri": "otto-sandbox", "backup": null}, {"component": "node-exporter", "title": "Node Exporter", "project": "gitlab-org/gitlab", "tier": "release-approval", "dri": "otto-sandbox", "backup": null}, {"component": "pgbouncer-exporter", "title": "PgBouncer Exporter", "project": "gitlab-org/gitlab", "tier": "release-approval", "dri": "otto-sandbox", "backup": null}, {"component": "postgres-exporter", "title": "Postgres Exporter", "project": "gitlab-org/gitlab", "tier": "release-approval", "dri": "otto-sandbox", "backup": null}, {"component": "prometheus", "title": "Prometheus", "project": "gitlab-org/gitlab", "tier": "release-approval", "dri": "otto-sandbox", "backup": null}, {"component": "redis-exporter", "title": "Redis Exporter", "project": "gitlab-org/gitlab", "tier": "release-approval", "dri": "otto-sandbox", "backup": null}, {"component": "workhorse", "title": "GitLab Workhorse", "project": "gitlab-org/gitlab", "tier": "release-approval", "dri": "mira-sandbox", "backup": null}, {"component": "docker-distribution-pruner", "title": "Docker Distribution Pruner", "project": "gitlab-org/docker-distribution-pruner", "tier": "release-approval", "dri": "pia-sandbox", "backup": null}, {"component": "gitaly", "title": "Gitaly", "project": "gitlab-org/gitaly", "tier": "release-approval", "dri": "gus-sandbox", "backup": "mira-sandbox"}, {"component": "gitlab-compose-kit", "title": "GitLab Compose Kit", "project": "gitlab-org/gitlab-compose-kit", "tier": "release-approval", "dri": "dev-sandbox", "backup": null}, {"component": "container-registry", "title": "Container Registry", "project": "gitlab-org/container-registry", "tier": "release-approval", "dri": "pia-sandbox", "backup": null}, {"component": "elasticsearch-indexer", "title": "Elasticsearch Indexer", "project": "gitlab-org/gitlab-elasticsearch-indexer", "tier": "release-approval", "dri": "raj-sandbox", "backup": null}, {"component": "zoekt-indexer", "title": "Zoekt Indexer", "project": "gitlab-org/gitlab-zoekt-indexer", "tier": "release-approval", "dri": "raj-sandbox", "backup": null}, {"component": "kas", "title": "GitLab agent server KAS", "project": "gitlab-org/cluster-integration/gitlab-agent", "tier": "release-approval", "dri": "tess-sandbox", "backup": null}, {"component": "gitlab-pages", "title": "GitLab Pages", "project": "gitlab-org/gitlab-pages", "tier": "release-approval", "dri": "gus-sandbox", "backup": null}, {"component": "gitlab-shell", "title": "GitLab Shell", "project": "gitlab-org/gitlab-shell", "tier": "release-approval", "dri": "gus-sandbox", "backup": null}, {"component": "labkit", "title": "LabKit", "project": "gitlab-org/labkit", "tier": "release-approval", "dri": "mira-sandbox", "backup": null}, {"component": "spamcheck", "title": "Spamcheck", "project": "gitlab-org/gl-security/security-engineering/security-automation/spam/spamcheck", "tier": "release-approval", "dri": null, "backup": null}, {"component": "workspaces-proxy", "title": "GitLab Workspaces Proxy", "project": "gitlab-org/remote-development/gitlab-workspaces-proxy", "tier": "release-approval", "dri": "tess-sandbox", "backup": null}, {"component": "devfile-gem", "title": "Devfile Gem", "project": "gitlab-org/ruby/gems/devfile-gem", "tier": "release-approval", "dri": "tess-sandbox", "backup": null}, {"component": "gitlab-operator", "title": "GitLab Operator", "project": "gitlab-org/cloud-native/gitlab-operator", "tier": "release-approval", "dri": "uma-sandbox", "backup": null}, {"component": "omnibus-builder", "title": "GitLab Omnibus Builder", "project": "gitlab-org/gitlab-omnibus-builder", "tier": "final-updates", "dri": "uma-sandbox", "backup": null}, {"component": "cng", "title": "Cloud Native GitLab", "project": "gitlab-org/build/CNG", "tier": "final-updates", "dri": "uma-sandbox", "backup": null}, {"component": "browser-based-dast", "title": "Browser-based DAST", "project": "gitlab-org/gitlab", "tier": "independent", "dri": "vic-sandbox", "backup": null}, {"component": "coverage-fuzzer", "title": "Coverage Fuzzer", "project": "gitlab-org/gitlab", "tier": "independent", "dri": "vic-sandbox", "backup": null}, {"component": "glab", "title": "GitLab CLI glab", "project": "gitlab-org/cli", "tier": "independent", "dri": null, "backup": null}], "problems": [{"kind": "no_owner", "subject": "2", "components": ["spamcheck", "glab"], "link": null}], "missing_labels": [], "released_source": "https://go.dev/doc/devel/release", "patch": "1.20.14"}','null',NULL,'2023-03-30 09:35:00.055439','2023-04-06 09:35:00.055439','U0FRIDA',1,'{"gitlab-runner": "1.19.3 to 1.19.6", "gitlab-build-images": "1.18.10 to 1.19.6", "gitlab-development-kit": "1.18.10 to 1.19.6", "alertmanager": "it shares gitlab-org/gitlab with 8 others, and the catalog names no paths of its own", "node-exporter": "it shares gitlab-org/gitlab with 8 others, and the catalog names no paths of its own", "pgbouncer-exporter": "it shares gitlab-org/gitlab with 8 others, and the catalog names no paths of its own", "postgres-exporter": "it shares gitlab-org/gitlab with 8 others, and the catalog names no paths of its own", "prometheus": "it shares gitlab-org/gitlab with 8 others, and the catalog names no paths of its own", "redis-exporter": "it shares gitlab-org/gitlab with 8 others, and the catalog names no paths of its own", "workhorse": "1.19 to 1.19.6", "docker-distribution-pruner": "1.19", "gitaly": "1.19 to 1.19.6", "gitlab-compose-kit": "1.19.6", "container-registry": "1.19 to 1.19.5", "elasticsearch-indexer": "1.19.6", "zoekt-indexer": "1.19.7", "kas": "1.19.6", "gitlab-pages": "1.19 to 1.19.6", "gitlab-shell": "1.19.6", "labkit": "1.19.6", "spamcheck": "1.19.2", "workspaces-proxy": "1.19 to 1.19.4", "devfile-gem": "1.19.5", "gitlab-operator": "1.19", "omnibus-builder": "1.19.6", "cng": "1.19.6", "browser-based-dast": "it shares gitlab-org/gitlab with 8 others, and the catalog names no paths of its own", "coverage-fuzzer": "it shares gitlab-org/gitlab with 8 others, and the catalog names no paths of its own", "glab": "1.19.6"}');
CREATE TABLE reading (
	id INTEGER NOT NULL, 
	project VARCHAR NOT NULL, 
	runtime VARCHAR NOT NULL, 
	scope VARCHAR NOT NULL, 
	"commit" VARCHAR NOT NULL, 
	pins JSON NOT NULL, 
	failure VARCHAR, 
	read_at DATETIME NOT NULL, 
	CONSTRAINT pk_reading PRIMARY KEY (id), 
	CONSTRAINT uq_reading_project_runtime UNIQUE (project, runtime)
);
INSERT INTO "reading" VALUES(1,'gitlab-org/build/CNG','go','','55119ffd50e730a1905e1e97216f74b44cd703a5','[{"path": "ci_files/variables.yml", "line": 3, "runtime": "go", "kind": "variable", "raw": "1.19.6", "version": "1.19.6", "edit": "yes", "reason": "", "name": "GO_VERSION"}, {"path": "gitlab-go/Dockerfile", "line": 2, "runtime": "go", "kind": "image", "raw": "${GO_VERSION}", "version": null, "edit": "never", "reason": "follows ${GO_VERSION}, set in ci_files/variables.yml:3 (1.19.6): edit it there", "name": ""}]',NULL,'2023-03-30 09:35:02.612169');
INSERT INTO "reading" VALUES(2,'gitlab-org/cli','go','','0e511f1343d81e492750b489b4d75741d6e9d251','[{"path": ".tool-versions", "line": 1, "runtime": "go", "kind": "tool versions", "raw": "1.19.6", "version": "1.19.6", "edit": "yes", "reason": "", "name": ""}, {"path": "go.mod", "line": 3, "runtime": "go", "kind": "go.mod go", "raw": "1.19", "version": "1.19", "edit": "yes", "reason": "the lowest Go that may build it: moving it is a decision about compatibility, and it must not be newer than what is shipped", "name": ""}]',NULL,'2023-03-30 09:35:02.612169');
INSERT INTO "reading" VALUES(3,'gitlab-org/cloud-native/gitlab-operator','go','','c4426ddfdc716fa78e3fea99344b946835b6abd1','[{"path": ".gitlab-ci.yml", "line": 2, "runtime": "go", "kind": "variable", "raw": "1.19", "version": "1.19", "edit": "yes", "reason": "", "name": "GO_VERSION"}, {"path": "Dockerfile", "line": 1, "runtime": "go", "kind": "image", "raw": "1.19", "version": "1.19", "edit": "yes", "reason": "", "name": ""}, {"path": "go.mod", "line": 3, "runtime": "go", "kind": "go.mod go", "raw": "1.19", "version": "1.19", "edit": "yes", "reason": "the lowest Go that may build it: moving it is a decision about compatibility, and it must not be newer than what is shipped", "name": ""}]',NULL,'2023-03-30 09:35:02.612169');
INSERT INTO "reading" VALUES(4,'gitlab-org/cluster-integration/gitlab-agent','go','','1d92f94b292c06f4176d7d329189b2f3b7cfa0cc','[{"path": ".tool-versions", "line": 1, "runtime": "go", "kind": "tool versions", "raw": "1.19.6", "version": "1.19.6", "edit": "yes", "reason": "", "name": ""}, {"path": "WORKSPACE", "line": 2, "runtime": "go", "kind": "bazel", "raw": "1.19.6", "version": "1.19.6", "edit": "yes", "reason": "", "name": ""}, {"path": "go.mod", "line": 3, "runtime": "go", "kind": "go.mod go", "raw": "1.19", "version": "1.19", "edit": "yes", "reason": "the lowest Go that may build it: moving it is a decision about compatibility, and it must not be newer than what is shipped", "name": ""}]',NULL,'2023-03-30 09:35:02.612169');
INSERT INTO "reading" VALUES(5,'gitlab-org/container-registry','go','','29981205e1aad3f5244d107ad96ce1a34bcd28ec','[{"path": ".gitlab-ci.yml", "line": 2, "runtime": "go", "kind": "variable", "raw": "1.19", "version": "1.19", "edit": "yes", "reason": "", "name": "GO_VERSION"}, {"path": ".gitlab-ci.yml", "line": 4, "runtime": "go", "kind": "image", "raw": "${GO_VERSION}", "version": null, "edit": "never", "reason": "follows ${GO_VERSION}, set in .gitlab-ci.yml:2 (1.19): edit it there", "name": ""}, {"path": ".tool-versions", "line": 1, "runtime": "go", "kind": "tool versions", "raw": "1.19.5", "version": "1.19.5", "edit": "yes", "reason": "", "name": ""}, {"path": "Dockerfile", "line": 1, "runtime": "go", "kind": "variable", "raw": "1.19", "version": "1.19", "edit": "yes", "reason": "", "name": "GO_VERSION"}, {"path": "Dockerfile", "line": 2, "runtime": "go", "kind": "image", "raw": "${GO_VERSION}", "version": null, "edit": "never", "reason": "follows ${GO_VERSION}, set in Dockerfile:1 (1.19): edit it there", "name": ""}, {"path": "go.mod", "line": 3, "runtime": "go", "kind": "go.mod go", "raw": "1.18", "version": "1.18", "edit": "yes", "reason": "the lowest Go that may build it: moving it is a decision about compatibility, and it must not be newer than what is shipped", "name": ""}]',NULL,'2023-03-30 09:35:02.612169');
INSERT INTO "reading" VALUES(6,'gitlab-org/docker-distribution-pruner','go','','bc03a4f042344717eaf4ec0d17670872ddd601f6','[{"path": ".gitlab-ci.yml", "line": 1, "runtime": "go", "kind": "image", "raw": "1.19", "version": "1.19", "edit": "yes", "reason": "", "name": ""}, {"path": "go.mod", "line": 3, "runtime": "go", "kind": "go.mod go", "raw": "1.17", "version": "1.17", "edit": "yes", "reason": "the lowest Go that may build it: moving it is a decision about compatibility, and it must not be newer than what is shipped", "name": ""}]',NULL,'2023-03-30 09:35:02.612169');
INSERT INTO "reading" VALUES(7,'gitlab-org/gitaly','go','','c4e1bac55a252c9a9144cc447788f4782e6b2aec','[{"path": ".gitlab-ci.yml", "line": 2, "runtime": "go", "kind": "variable", "raw": "1.20", "version": "1.20", "edit": "yes", "reason": "", "name": "GO_VERSION"}, {"path": ".gitlab-ci.yml", "line": 6, "runtime": "go", "kind": "list", "raw": "1.20", "version": "1.20", "edit": "ask", "reason": "one of a list: adding and dropping versions is a choice of policy", "name": "GO_VERSION"}, {"path": ".tool-versions", "line": 1, "runtime": "go", "kind": "tool versions", "raw": "1.20.14", "version": "1.20.14", "edit": "yes", "reason": "", "name": ""}, {"path": "go.mod", "line": 3, "runtime": "go", "kind": "go.mod go", "raw": "1.20", "version": "1.20", "edit": "yes", "reason": "the lowest Go that may build it: moving it is a decision about compatibility, and it must not be newer than what is shipped", "name": ""}, {"path": "tools/golangci-lint/go.mod", "line": 3, "runtime": "go", "kind": "go.mod go", "raw": "1.20", "version": "1.20", "edit": "yes", "reason": "the lowest Go that may build it: moving it is a decision about compatibility, and it must not be newer than what is shipped", "name": ""}]',NULL,'2023-03-31 18:00:01.618899');
INSERT INTO "reading" VALUES(8,'gitlab-org/gitlab','go','.gitlab-ci.yml
.gitlab/ci
.tool-versions
workhorse','a315897af408405e031a2b0865e294550c55de06','[{"path": ".gitlab-ci.yml", "line": 3, "runtime": "go", "kind": "variable", "raw": "1.19", "version": "1.19", "edit": "yes", "reason": "", "name": "GO_VERSION"}, {"path": ".gitlab/ci/workhorse.gitlab-ci.yml", "line": 2, "runtime": "go", "kind": "image", "raw": "${GO_VERSION}", "version": null, "edit": "never", "reason": "follows ${GO_VERSION}, set in .gitlab/ci/workhorse.gitlab-ci.yml:5 (1.18|1.19): edit it there", "name": ""}, {"path": ".gitlab/ci/workhorse.gitlab-ci.yml", "line": 5, "runtime": "go", "kind": "list", "raw": "1.18|1.19", "version": "1.19", "edit": "ask", "reason": "one of a list: adding and dropping versions is a choice of policy", "name": "GO_VERSION"}, {"path": ".tool-versions", "line": 2, "runtime": "go", "kind": "tool versions", "raw": "1.19.6", "version": "1.19.6", "edit": "yes", "reason": "", "name": ""}, {"path": "workhorse/go.mod", "line": 3, "runtime": "go", "kind": "go.mod go", "raw": "1.18", "version": "1.18", "edit": "yes", "reason": "the lowest Go that may build it: moving it is a decision about compatibility, and it must not be newer than what is shipped", "name": ""}]',NULL,'2023-03-30 09:35:02.612169');
INSERT INTO "reading" VALUES(9,'gitlab-org/gitlab-build-images','go','','97254be6e376ffb12f9bdd619e5565c36c03b503','[{"path": ".gitlab/ci/go.images.yml", "line": 5, "runtime": "go", "kind": "list", "raw": "1.18.10|1.19.6", "version": "1.19.6", "edit": "ask", "reason": "one of a list: adding and dropping versions is a choice of policy", "name": "GOLANG"}, {"path": "scripts/custom-docker-build", "line": 4, "runtime": "go", "kind": "variable", "raw": "1.19.6", "version": "1.19.6", "edit": "yes", "reason": "", "name": "INSTALL_GOLANG_VERSION"}, {"path": "scripts/custom-docker-build", "line": 5, "runtime": "go", "kind": "variable", "raw": "1.18.10", "version": "1.18.10", "edit": "yes", "reason": "", "name": "INSTALL_GOLANG_VERSION"}]',NULL,'2023-03-30 09:35:02.612169');
INSERT INTO "reading" VALUES(10,'gitlab-org/gitlab-compose-kit','go','','fdb8f48c1fec1f8057fc6d605d577d3c9888d9bd','[{"path": "Dockerfile", "line": 2, "runtime": "go", "kind": "variable", "raw": "1.19.6", "version": "1.19.6", "edit": "yes", "reason": "", "name": "GO_VERSION"}]',NULL,'2023-03-30 09:35:02.612169');
INSERT INTO "reading" VALUES(11,'gitlab-org/gitlab-development-kit','go','','d13363c2fe8efff59b458321f76968a8dde9bb88','[{"path": ".tool-versions", "line": 2, "runtime": "go", "kind": "tool versions", "raw": "1.19.6|1.18.10", "version": "1.19.6", "edit": "ask", "reason": "one of a list: adding and dropping versions is a choice of policy", "name": ""}]',NULL,'2023-03-30 09:35:02.612169');
INSERT INTO "reading" VALUES(12,'gitlab-org/gitlab-elasticsearch-indexer','go','','c801f5624bd779070e16d04915dcf2bd324fb59e','[{"path": ".gitlab-ci.yml", "line": 4, "runtime": "go", "kind": "list", "raw": "1.18|1.19", "version": "1.19", "edit": "ask", "reason": "one of a list: adding and dropping versions is a choice of policy", "name": "GO"}, {"path": ".tool-versions", "line": 1, "runtime": "go", "kind": "tool versions", "raw": "1.19.6", "version": "1.19.6", "edit": "yes", "reason": "", "name": ""}, {"path": "go.mod", "line": 3, "runtime": "go", "kind": "go.mod go", "raw": "1.18", "version": "1.18", "edit": "yes", "reason": "the lowest Go that may build it: moving it is a decision about compatibility, and it must not be newer than what is shipped", "name": ""}]',NULL,'2023-03-30 09:35:02.612169');
INSERT INTO "reading" VALUES(13,'gitlab-org/gitlab-omnibus-builder','go','','21fedf9ead9b9bc197fb0e86fdb38774f30d39c7','[{"path": "docker/VERSIONS", "line": 3, "runtime": "go", "kind": "variable", "raw": "1.19.6", "version": "1.19.6", "edit": "yes", "reason": "", "name": "GO_VERSION"}]',NULL,'2023-03-30 09:35:02.612169');
INSERT INTO "reading" VALUES(14,'gitlab-org/gitlab-pages','go','','1b73fdfa3c146e82248fde096a541394a0c213d4','[{"path": ".gitlab/ci/prepare.yml", "line": 2, "runtime": "go", "kind": "variable", "raw": "1.19", "version": "1.19", "edit": "yes", "reason": "", "name": "GO_VERSION"}, {"path": ".tool-versions", "line": 1, "runtime": "go", "kind": "tool versions", "raw": "1.19.6", "version": "1.19.6", "edit": "yes", "reason": "", "name": ""}, {"path": "go.mod", "line": 3, "runtime": "go", "kind": "go.mod go", "raw": "1.18", "version": "1.18", "edit": "yes", "reason": "the lowest Go that may build it: moving it is a decision about compatibility, and it must not be newer than what is shipped", "name": ""}]',NULL,'2023-03-30 09:35:02.612169');
INSERT INTO "reading" VALUES(15,'gitlab-org/gitlab-runner','go','','e0c0cf45b5156c9df3fc6cc4e74aa33b137aa65a','[{"path": ".gitlab/ci/_common.gitlab-ci.yml", "line": 2, "runtime": "go", "kind": "variable", "raw": "1.19.6", "version": "1.19.6", "edit": "yes", "reason": "", "name": "GO_VERSION"}, {"path": ".tool-versions", "line": 1, "runtime": "go", "kind": "tool versions", "raw": "1.19.6", "version": "1.19.6", "edit": "yes", "reason": "", "name": ""}, {"path": "ci/.test_windows/base.ps1", "line": 1, "runtime": "go", "kind": "input", "raw": "1.19.3", "version": "1.19.3", "edit": "yes", "reason": "", "name": "goVersion"}, {"path": "dockerfiles/ci/Dockerfile", "line": 1, "runtime": "go", "kind": "variable", "raw": "1.19.6", "version": "1.19.6", "edit": "yes", "reason": "", "name": "GO_VERSION"}, {"path": "dockerfiles/ci/Dockerfile", "line": 2, "runtime": "go", "kind": "image", "raw": "${GO_VERSION}", "version": null, "edit": "never", "reason": "follows ${GO_VERSION}, set in dockerfiles/ci/Dockerfile:1 (1.19.6): edit it there", "name": ""}, {"path": "go.mod", "line": 3, "runtime": "go", "kind": "go.mod go", "raw": "1.18", "version": "1.18", "edit": "yes", "reason": "the lowest Go that may build it: moving it is a decision about compatibility, and it must not be newer than what is shipped", "name": ""}]',NULL,'2023-03-30 09:35:02.612169');
INSERT INTO "reading" VALUES(16,'gitlab-org/gitlab-shell','go','','4e3f27be0b1c07268e03d0b595fdcdf827e838af','[{"path": ".gitlab-ci.yml", "line": 4, "runtime": "go", "kind": "list", "raw": "1.18|1.19", "version": "1.19", "edit": "ask", "reason": "one of a list: adding and dropping versions is a choice of policy", "name": "GO_VERSION"}, {"path": ".tool-versions", "line": 1, "runtime": "go", "kind": "tool versions", "raw": "1.19.6", "version": "1.19.6", "edit": "yes", "reason": "", "name": ""}, {"path": "go.mod", "line": 3, "runtime": "go", "kind": "go.mod go", "raw": "1.18", "version": "1.18", "edit": "yes", "reason": "the lowest Go that may build it: moving it is a decision about compatibility, and it must not be newer than what is shipped", "name": ""}]',NULL,'2023-03-30 09:35:02.612169');
INSERT INTO "reading" VALUES(17,'gitlab-org/gitlab-zoekt-indexer','go','','5d0d9462bb3e4847371ab2ff9dd552d292cf93f5','[{"path": ".tool-versions", "line": 1, "runtime": "go", "kind": "tool versions", "raw": "1.19.7", "version": "1.19.7", "edit": "yes", "reason": "", "name": ""}, {"path": "go.mod", "line": 3, "runtime": "go", "kind": "go.mod go", "raw": "1.19", "version": "1.19", "edit": "yes", "reason": "the lowest Go that may build it: moving it is a decision about compatibility, and it must not be newer than what is shipped", "name": ""}]',NULL,'2023-03-30 09:35:02.612169');
INSERT INTO "reading" VALUES(18,'gitlab-org/gl-security/security-engineering/security-automation/spam/spamcheck','go','','9864d237c64c6471cbd72a02c9bbd5e152bf3320','[{"path": "Dockerfile", "line": 1, "runtime": "go", "kind": "image", "raw": "1.19.2", "version": "1.19.2", "edit": "yes", "reason": "keeps the suffix -alpine: only the registry knows whether the tag exists", "name": ""}, {"path": "go.mod", "line": 3, "runtime": "go", "kind": "go.mod go", "raw": "1.17", "version": "1.17", "edit": "yes", "reason": "the lowest Go that may build it: moving it is a decision about compatibility, and it must not be newer than what is shipped", "name": ""}]',NULL,'2023-03-30 09:35:02.612169');
INSERT INTO "reading" VALUES(19,'gitlab-org/labkit','go','','74873b28480195dc36f815d8bba6fa81be3e087f','[{"path": ".gitlab-ci.yml", "line": 4, "runtime": "go", "kind": "list", "raw": "1.18|1.19", "version": "1.19", "edit": "ask", "reason": "one of a list: adding and dropping versions is a choice of policy", "name": "GO"}, {"path": ".tool-versions", "line": 1, "runtime": "go", "kind": "tool versions", "raw": "1.19.6", "version": "1.19.6", "edit": "yes", "reason": "", "name": ""}, {"path": "go.mod", "line": 3, "runtime": "go", "kind": "go.mod go", "raw": "1.18", "version": "1.18", "edit": "yes", "reason": "the lowest Go that may build it: moving it is a decision about compatibility, and it must not be newer than what is shipped", "name": ""}]',NULL,'2023-03-30 09:35:02.612169');
INSERT INTO "reading" VALUES(20,'gitlab-org/remote-development/gitlab-workspaces-proxy','go','','9b6adf86ff7a0e8b2e9b98d828b1dacb51436dbc','[{"path": ".tool-versions", "line": 1, "runtime": "go", "kind": "tool versions", "raw": "1.19.4", "version": "1.19.4", "edit": "yes", "reason": "", "name": ""}, {"path": "Dockerfile", "line": 1, "runtime": "go", "kind": "image", "raw": "1.19", "version": "1.19", "edit": "yes", "reason": "keeps the suffix -alpine: only the registry knows whether the tag exists", "name": ""}, {"path": "go.mod", "line": 3, "runtime": "go", "kind": "go.mod go", "raw": "1.19", "version": "1.19", "edit": "yes", "reason": "the lowest Go that may build it: moving it is a decision about compatibility, and it must not be newer than what is shipped", "name": ""}]',NULL,'2023-03-30 09:35:02.612169');
INSERT INTO "reading" VALUES(21,'gitlab-org/ruby/gems/devfile-gem','go','','839d47ab2621f4f3f735854e685fec67ed3c66f4','[{"path": ".tool-versions", "line": 1, "runtime": "go", "kind": "tool versions", "raw": "1.19.5", "version": "1.19.5", "edit": "yes", "reason": "", "name": ""}, {"path": "ext/go.mod", "line": 3, "runtime": "go", "kind": "go.mod go", "raw": "1.19", "version": "1.19", "edit": "yes", "reason": "the lowest Go that may build it: moving it is a decision about compatibility, and it must not be newer than what is shipped", "name": ""}]',NULL,'2023-03-30 09:35:02.612169');
CREATE TABLE "reminder" (
	id INTEGER NOT NULL, 
	campaign_id INTEGER NOT NULL, 
	item_id INTEGER NOT NULL, 
	person VARCHAR NOT NULL, 
	owner VARCHAR NOT NULL, 
	since DATETIME NOT NULL, 
	step INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	due_at DATETIME NOT NULL, 
	state VARCHAR NOT NULL, 
	message VARCHAR, 
	sent_at DATETIME, 
	answered_by VARCHAR, 
	answered_at DATETIME, 
	quiet_until DATETIME, 
	reason VARCHAR, 
	cause VARCHAR DEFAULT 'blocked' NOT NULL, 
	blocker VARCHAR DEFAULT '' NOT NULL, 
	asked_by VARCHAR, 
	asked_at DATETIME, 
	CONSTRAINT pk_reminder PRIMARY KEY (id), 
	CONSTRAINT fk_reminder_campaign_id_campaign FOREIGN KEY(campaign_id) REFERENCES campaign (id), 
	CONSTRAINT ck_reminder_kind CHECK (kind IN ('digest', 'thread', 'functional_lead', 'facilitator', 'executive_sponsor')), 
	CONSTRAINT ck_reminder_state CHECK (state IN ('planned', 'sent', 'acknowledged', 'snoozed', 'overtaken')), 
	CONSTRAINT fk_reminder_item_id_item FOREIGN KEY(item_id) REFERENCES item (id), 
	CONSTRAINT uq_reminder_person_item_id_cause_blocker_owner_since_step UNIQUE (person, item_id, cause, blocker, owner, since, step), 
	CONSTRAINT ck_reminder_cause CHECK (cause IN ('blocked', 'blocker', 'not_started', 'still_open', 'mismatch', 'backslide'))
);
INSERT INTO "reminder" VALUES(1,1,12,'U0GUS','U0GUS','2023-03-30 14:00:00.774391',0,'digest','2023-03-31 12:30:00.000000','acknowledged','digest:U0GUS:2023-03-31','2023-03-31 12:30:00.185505','U0GUS','2023-03-31 12:30:03.372147','2023-03-31 13:30:02.807367',NULL,'blocked','',NULL,NULL);
INSERT INTO "reminder" VALUES(2,1,8,'U0OTTO','U0OTTO','2023-03-30 14:20:03.481705',0,'digest','2023-03-31 07:30:00.000000','snoozed','digest:U0OTTO:2023-03-31','2023-03-31 07:30:00.159237','U0OTTO','2023-03-31 07:30:02.089595','2023-04-03 07:30:00.000000','The exporter is released on Monday','blocked','',NULL,NULL);
INSERT INTO "reminder" VALUES(3,1,12,'U0MIRA','U0MIRA','2023-03-30 14:00:00.774391',0,'digest','2023-03-31 07:30:00.000000','overtaken','digest:U0MIRA:2023-03-31','2023-03-31 07:30:00.159237',NULL,NULL,NULL,NULL,'blocker','gitlab-org/labkit#38',NULL,NULL);
INSERT INTO "reminder" VALUES(4,1,8,'U0OTTO','U0OTTO','2023-04-03 07:30:00.000000',0,'digest','2023-04-03 07:30:00.000000','planned',NULL,NULL,NULL,NULL,NULL,NULL,'blocked','',NULL,NULL);
INSERT INTO "reminder" VALUES(5,1,12,'U0MIRA','U0MIRA','2023-03-30 14:00:00.774391',1,'digest','2023-04-03 07:30:00.000000','overtaken',NULL,NULL,NULL,NULL,NULL,NULL,'blocker','gitlab-org/labkit#38',NULL,NULL);
INSERT INTO "reminder" VALUES(6,1,12,'U0GUS','U0GUS','2023-04-05 12:30:00.000000',0,'digest','2023-04-05 12:30:00.000000','overtaken',NULL,NULL,NULL,NULL,NULL,NULL,'blocked','',NULL,NULL);
INSERT INTO "reminder" VALUES(7,1,12,'U0GUS','U0GUS','2023-03-31 18:00:01.474906',0,'digest','2023-04-03 12:30:00.000000','overtaken',NULL,NULL,NULL,NULL,NULL,NULL,'mismatch','',NULL,NULL);
CREATE TABLE reminder_pause (
	scope VARCHAR NOT NULL, 
	paused_by VARCHAR NOT NULL, 
	paused_at DATETIME NOT NULL, 
	CONSTRAINT pk_reminder_pause PRIMARY KEY (scope)
);
CREATE TABLE reply (
	id INTEGER NOT NULL, 
	channel VARCHAR NOT NULL, 
	ts VARCHAR NOT NULL, 
	thread_ts VARCHAR, 
	slack_id VARCHAR NOT NULL, 
	item_ids JSON NOT NULL, 
	text VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	published_at DATETIME, 
	CONSTRAINT pk_reply PRIMARY KEY (id), 
	CONSTRAINT uq_reply_channel_ts UNIQUE (channel, ts)
);
CREATE TABLE summary (
	id INTEGER NOT NULL, 
	state VARCHAR NOT NULL, 
	since DATETIME NOT NULL, 
	until DATETIME NOT NULL, 
	edits JSON NOT NULL, 
	version INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	lead_asked_at DATETIME, 
	decided_by VARCHAR, 
	decided_at DATETIME, 
	reason VARCHAR, 
	pictures JSON, 
	picture_looks INTEGER NOT NULL, 
	pictured BOOLEAN NOT NULL, 
	forecasts JSON, 
	CONSTRAINT pk_summary PRIMARY KEY (id), 
	CONSTRAINT ck_summary_state CHECK (state IN ('draft', 'posted', 'skipped')), 
	CONSTRAINT uq_summary_until UNIQUE (until)
);
INSERT INTO "summary" VALUES(1,'posted','2023-03-30 09:45:00.049362','2023-04-03 07:00:00.000000','{"go-1.20/moved": "Done: Gitaly, a day after the start. Thank you, Mira and Gus!\nVerified: Gitaly\nNewly blocked: Prometheus"}',3,'2023-04-03 07:00:01.043218',NULL,'U0FRIDA','2023-04-03 07:00:06.613412',NULL,'{"go-1.20": {"file": "F00000133", "alt": "Burn-up of Go 1.20 from 30 March 2023 to 3 April 2023: 1 of 29 components done, 1 of them verified in their repositories and 0 by label only; 1 blocked. Due 1 October 2023. Finishes between 9 June 2023 and 23 May 2024. Only 1 of the 10 components that a probability takes are finished.", "bar": "\u2591\u2591\u2591\u2591\u2591\u2591\u2591\u2591\u2591\u2591\u2591\u2591\u2591\u2591\u2591\u2591\u2591\u2591\u2591\u2591  1 verified, 0 by label only, 1 blocked, of 29", "ready": true}}',2,1,'{"go-1.20": ["Finishes between 9 June 2023 and 23 May 2024. Only 1 of the 10 components that a probability takes are finished.", "If GitLab Runner is done by Friday 7 April: 14 days sooner.", "If Prometheus is unblocked by Friday 7 April: 4 days sooner."]}');
CREATE UNIQUE INDEX ix_campaign_one_open_per_runtime ON campaign (runtime) WHERE state IN ('planned', 'active', 'paused');
CREATE INDEX ix_intent_due ON intent (due_at) WHERE state = 'pending';
CREATE INDEX ix_item_campaign_id ON item (campaign_id);
CREATE INDEX ix_blocker_item_id ON blocker (item_id);
CREATE INDEX ix_event_campaign_id ON event (campaign_id);
CREATE INDEX ix_event_campaign_id_at ON event (campaign_id, at);
CREATE INDEX ix_notice_campaign_id ON notice (campaign_id);
CREATE INDEX ix_notice_item_id ON notice (item_id);
CREATE INDEX ix_notice_message ON notice (message);
CREATE INDEX ix_notice_state_due_at ON notice (state, due_at);
CREATE INDEX ix_reply_slack_id_at ON reply (slack_id, at);
CREATE INDEX ix_decline_item_id ON decline (item_id);
CREATE INDEX ix_announcement_campaign_id ON announcement (campaign_id);
CREATE INDEX ix_merge_request_item_id ON merge_request (item_id);
CREATE INDEX ix_outbox_ts ON outbox (ts);
CREATE INDEX ix_outbox_due ON outbox (due_at) WHERE state = 'pending';
CREATE INDEX ix_outbox_post_tried_at ON outbox (post_tried_at);
CREATE INDEX ix_outbox_update_tried_at ON outbox (update_tried_at);
CREATE UNIQUE INDEX ix_person_gitlab_username ON person (gitlab_username);
CREATE INDEX ix_reminder_state_due_at ON reminder (state, due_at);
CREATE INDEX ix_reminder_item_id ON reminder (item_id);
CREATE INDEX ix_reminder_message ON reminder (message);
CREATE INDEX ix_reminder_campaign_id ON reminder (campaign_id);
CREATE TRIGGER event_refuses_update BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;
CREATE TRIGGER event_refuses_delete BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END;
COMMIT;