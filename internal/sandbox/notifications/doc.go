// Package notifications plays the notifications plugin: channels, e-mail
// accounts and groups over its REST API, and sending to them. State is in
// memory. Observed on 2.19.4; what 3.5 does otherwise is a feature of the
// dialect. Its source of truth are the transcripts channels/*, channel_errors/*,
// channel_lists/* and sending/*.
//
// Webhooks, Slack, Chime, Microsoft Teams and Mattermost are really sent over
// HTTP. E-mail and SNS are recorded and not sent. The outbox gets all of them.
//
// It must not know monitors or alerts: the alerting part asks it to send, by a
// channel's id.
package notifications
