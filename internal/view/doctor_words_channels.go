package view

import (
	"fmt"
	"strings"

	"github.com/alertplan/alertplan/internal/doctor"
)

// channelWordings are those of channels, and of where actions send to.
var channelWordings = map[doctor.Kind]func(doctor.Finding) doctorText{
	doctor.ChannelsThere: func(f doctor.Finding) doctorText {
		return doctorText{fmt.Sprintf("%d of %s %s sent to by some monitor.", f.Count, plural(f.Limit, "channel"), pick(f.Count, "is", "are")), ""}
	},
	doctor.ChannelGone: func(f doctor.Finding) doctorText {
		return doctorText{fmt.Sprintf("%s sends to %s, and there is no such channel: nothing is sent.", actionOf(f), quoted(f.From)), "Apply, if the channel is declared: it is made again. Else name another one."}
	},
	doctor.ChannelHidden: func(f doctor.Finding) doctorText {
		return doctorText{fmt.Sprintf("%s sends to %s, and there is no such channel, or it is hidden from this user.", actionOf(f), quoted(f.From)), "Look as a user with the role all_access, or with a backend role of whoever made it."}
	},
	doctor.ChannelOff: func(f doctor.Finding) doctorText {
		return doctorText{fmt.Sprintf("%s sends to the channel %s, which is disabled: nothing is sent, and alerts go into the state ERROR.", actionOf(f), and(quotedAll(f.Names))), "Enable the channel (enabled = true, or in the Dashboards), or let the action send to another one."}
	},
	doctor.KindNotSent: func(f doctor.Finding) doctorText {
		return doctorText{fmt.Sprintf("%s is of the kind %s, to which the cluster sends nothing: it sends to %s.", capital(subjectOf(f)), f.Name, namesOfKinds(f.Names)), "Add the kind to plugins.alerting.destination.allow_list, or use another."}
	},
	doctor.HostDenied: func(f doctor.Finding) doctorText {
		return doctorText{fmt.Sprintf("The host of %s is on the cluster's deny list, by %s: nothing is sent.", subjectOf(f), quoted(f.Name)), "Take it from opensearch.notifications.core.http.host_deny_list (before 2.0: plugins.destination.host.deny_list), or send elsewhere."}
	},
	doctor.AccountGone: func(f doctor.Finding) doctorText {
		return doctorText{fmt.Sprintf("%s sends by the e-mail account %s, which is not there.", capital(subjectOf(f)), quoted(f.Name)), "Apply, if it is declared; else name another one."}
	},
	doctor.RecipientsGone: func(f doctor.Finding) doctorText {
		return doctorText{fmt.Sprintf("%s sends to the e-mail group %s, which is not there.", capital(subjectOf(f)), quoted(f.Name)), "Apply, if it is declared; else name another one."}
	},
}

func actionOf(f doctor.Finding) string {
	return fmt.Sprintf("The action %s of %s", quoted(f.Name), subjectOf(f))
}

func namesOfKinds(kinds []string) string {
	if len(kinds) == 0 {
		return "none"
	}
	return and(kinds)
}

// limitWordings are those of limits that are near.
var limitWordings = map[doctor.Kind]func(doctor.Finding) doctorText{
	doctor.RoomLeft: func(f doctor.Finding) doctorText {
		if f.Limit == 0 {
			return doctorText{"No limit is near.", ""}
		}
		return doctorText{fmt.Sprintf("No limit is near: %d of %s.", f.Count, plural(f.Limit, "monitor")), ""}
	},
	doctor.ManyMonitors: func(f doctor.Finding) doctorText {
		return doctorText{fmt.Sprintf("The cluster has %d of the %s that plugins.alerting.monitor.max_monitors allows.", f.Count, plural(f.Limit, "monitor")), fmt.Sprintf("Then it refuses to save new ones. Raise it to %d or more.", roomFor(f.Count))}
	},
	doctor.ManyShards: func(f doctor.Finding) doctorText {
		return doctorText{fmt.Sprintf("The cluster has %d of the %s that cluster.max_shards_per_node allows its nodes.", f.Count, plural(f.Limit, "shard")), "Then it makes no new index: tomorrow's events are not taken, and alerting can't roll over its own indices. Delete old indices, or make daily ones monthly."}
	},
	doctor.CompileRate: func(f doctor.Finding) doctorText {
		if f.Crowding == nil {
			return doctorText{"The cluster compiles fewer scripts than its monitors use.", ""}
		}
		var contexts []string
		for _, s := range f.Crowding.Shortages {
			contexts = append(contexts, shortageWords(s))
		}
		return doctorText{"The cluster compiles fewer scripts than its monitors use: " + strings.Join(contexts, "; ") + ".", consequence(*f.Crowding) + " docs/limits.md has the ways out."}
	},
}

// canaryWordings are those of a canary: an event, a monitor that finds it, a message.
var canaryWordings = map[doctor.Kind]func(doctor.Finding) doctorText{
	doctor.CanaryArrived: func(f doctor.Finding) doctorText {
		return doctorText{fmt.Sprintf("An event was found by a monitor that ran by its schedule, and its message arrived here, %s after it was made.", Span(f.Span)), ""}
	},
	doctor.CanaryTold: func(f doctor.Finding) doctorText {
		return doctorText{fmt.Sprintf("An event was found by a monitor that ran by its schedule, and the cluster says that its message was sent, %s after it was made.", Span(f.Span)), ""}
	},
	doctor.CanaryByHand: func(f doctor.Finding) doctorText {
		if f.Span == 0 {
			return doctorText{"A monitor that was run by hand found an event, and its message was sent. Whether it would run by its schedule was not waited for.", ""}
		}
		return doctorText{fmt.Sprintf("A monitor that runs each minute did not run in %s; run by hand it found the event, and its message was sent.", Span(f.Span)), "Scheduling is off, or the node that has the monitor has too much to do: look at the findings above, and at the logs of the nodes for JobSweeper."}
	},
	doctor.CanarySilent: func(doctor.Finding) doctorText {
		return doctorText{"The cluster says that the message was sent, and it did not arrive here.", "Something in between answers in place of the listener: look at --canary-url, and at proxies of the nodes."}
	},
	doctor.CanaryFailed: func(f doctor.Finding) doctorText {
		return doctorText{"The message of the canary was not sent" + reasonOf(f) + ".", "Nodes must reach the listener: say by --listen where to listen, and by --canary-url how the nodes get there; or let the message go by --canary-to ADDRESS."}
	},
	doctor.CanaryNotMade: func(f doctor.Finding) doctorText {
		if len(f.Permissions) > 0 {
			return doctorText{"The canary could not be made: this user lacks " + and(f.Permissions) + reasonOf(f) + ".", "The role alertplan_canary has it (docs/permissions.md)."}
		}
		return doctorText{"The canary could not be made" + reasonOf(f) + ".", ""}
	},
	doctor.CanaryLeft: func(f doctor.Finding) doctorText {
		return doctorText{"The canary could not be taken away" + reasonOf(f) + ".", "The next one takes it away, from a quarter of an hour on; or delete what has the name. The role alertplan_canary may."}
	},
	doctor.CanaryRemoved: func(f doctor.Finding) doctorText {
		return doctorText{"What earlier canaries had left was taken away: " + and(f.Names) + ".", ""}
	},
}
