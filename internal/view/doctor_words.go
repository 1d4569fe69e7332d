package view

import (
	"fmt"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/doctor"
)

// doctorText is a finding for people: what it is, and what to do.
type doctorText struct{ text, wayOut string }

// wordings word findings by their kind.
var wordings = map[doctor.Kind]func(doctor.Finding) doctorText{
	doctor.Arrived: arrivedWords,
	doctor.NotReached: func(f doctor.Finding) doctorText {
		return doctorText{"The cluster can't be reached: " + oneLine(f.Reason) + ".", ""}
	},
	doctor.Slow: func(f doctor.Finding) doctorText {
		return doctorText{fmt.Sprintf("The first answer took %s.", Span(f.Span)), "Commands that send many requests will take long; look at the way to the cluster, and at its load."}
	},
	doctor.NoTLS: func(f doctor.Finding) doctorText {
		if f.Grade == doctor.Note {
			return doctorText{"No TLS; what is sent stays on this machine.", ""}
		}
		return doctorText{"No TLS: everybody in between reads passwords and webhook URLs, and can change what is sent.", "Use https:// in the URL; where the cluster speaks none, let it (plugins.security.ssl.http.enabled)."}
	},
	doctor.NotTrusted: func(f doctor.Finding) doctorText {
		return doctorText{"No TLS connection comes about: " + oneLine(f.Reason) + ".", ""}
	},
	doctor.Trusted:   certificateWords,
	doctor.Unchecked: uncheckedWords,
	doctor.Expires: func(f doctor.Finding) doctorText {
		return doctorText{fmt.Sprintf("The certificate is valid until %s, %s more.", day(f.Until), days(f.Span)), "Let it be renewed: from then on neither alertplan nor anybody else who checks it reaches the cluster."}
	},
	doctor.LoginRefused: func(f doctor.Finding) doctorText {
		return doctorText{"The cluster does not know the user (401).", oneLine(f.Reason)}
	},
	doctor.KnownAs: knownAsWords,
	doctor.NobodyAsked: func(doctor.Finding) doctorText {
		return doctorText{"The cluster has no security plugin: it asks nobody who he is, and lets everybody do everything.", ""}
	},
	doctor.NotTold:       untoldWords,
	doctor.AlertsNotTold: untoldWords,
	doctor.RunsNotTold:   untoldWords,
	doctor.NotSearched:   untoldWords,
	doctor.NotMapped:     untoldWords,
	doctor.IsVersion:     func(f doctor.Finding) doctorText { return doctorText{versionName(f), ""} },
	doctor.VersionUntold: versionUntoldWords,
	doctor.NoAlerting: func(doctor.Finding) doctorText {
		return doctorText{"The cluster has no alerting plugin, or the URL is not an OpenSearch cluster's.", "Install opensearch-alerting on all nodes; or mend the URL."}
	},
	doctor.NoNotifications: func(doctor.Finding) doctorText {
		return doctorText{"The cluster has the alerting plugin, but not the notifications plugin.", "Install opensearch-notifications and opensearch-notifications-core on all nodes: without them monitors run, and nobody is told."}
	},
	doctor.HasPlugins: pluginWords,
	doctor.PluginMissing: func(f doctor.Finding) doctorText {
		return doctorText{fmt.Sprintf("The plugin %s is not on %s.", f.Name, and(f.Names)), "Install it on all nodes: what a node does that has it not, fails, and not each time."}
	},
	doctor.PluginVersions: func(f doctor.Finding) doctorText {
		return doctorText{fmt.Sprintf("The plugin %s has different versions: %s.", f.Name, and(f.Versions)), "End the upgrade: while it lasts, monitors can behave as in either version."}
	},
	doctor.NodeVersions: func(f doctor.Finding) doctorText {
		return doctorText{fmt.Sprintf("The nodes have different versions: %s.", and(f.Versions)), "End the upgrade before applying: what the newer ones store, the older ones may not take."}
	},
	doctor.MayAll:  mayWords,
	doctor.Lacking: lacksWords,
	doctor.CannotAsk: func(f doctor.Finding) doctorText {
		return doctorText{fmt.Sprintf("For %s it was not asked whether this user has %s.", f.Name, and(f.Permissions)), "Nothing asks for it without changing something, as far as is known; of a cluster that never had a monitor nothing is asked that would write."}
	},
	doctor.ClusterHealth: healthWords,
	doctor.ClockAgrees: func(doctor.Finding) doctorText {
		return doctorText{"The cluster's clock agrees with this machine's.", ""}
	},
	doctor.ClockDiffers: clockWords,
}

func doctorWords(f doctor.Finding) doctorText {
	for _, some := range []map[doctor.Kind]func(doctor.Finding) doctorText{wordings, monitorWordings, searchWordings, channelWordings, limitWordings, canaryWordings} {
		if word := some[f.Kind]; word != nil {
			return word(f)
		}
	}
	return doctorText{string(f.Kind), ""}
}

func arrivedWords(f doctor.Finding) doctorText {
	text := "The cluster takes connections"
	if len(f.Names) > 0 {
		text += fmt.Sprintf(" (%s)", strings.Join(f.Names, ", "))
	}
	if f.From != "" {
		text = fmt.Sprintf("The cluster answers, through the proxy %s", f.From)
	}
	return doctorText{text + ".", ""}
}

func certificateWords(f doctor.Finding) doctorText {
	text := fmt.Sprintf("TLS %s. The certificate is for %s, signed by %s", strings.Join(f.Versions, ""), namesWords(f.Names), quoted(f.Name))
	if f.From != "" {
		text += fmt.Sprintf(", which %s names", f.From)
	} else {
		text += ", which this machine trusts"
	}
	return doctorText{fmt.Sprintf("%s, and valid until %s (%s more).", text, day(f.Until), days(f.Span)), ""}
}

// mostNames limits the names of a certificate that are told.
const mostNames = 4

func namesWords(names []string) string {
	if len(names) > mostNames {
		return strings.Join(names[:mostNames], ", ") + fmt.Sprintf(" and %d more", len(names)-mostNames)
	}
	return and(names)
}

func uncheckedWords(f doctor.Finding) doctorText {
	text := "The certificate is not checked (insecure): anybody in between can read and change everything."
	if f.Reason == "" {
		return doctorText{text, "It would pass: take insecure away."}
	}
	return doctorText{text, "Checked, it would be refused: " + oneLine(f.Reason) + "."}
}

func day(at time.Time) string { return at.UTC().Format("2006-01-02") }

// days is a time in whole days.
func days(d time.Duration) string {
	if d < 0 {
		return "no day"
	}
	return plural(int(d/(24*time.Hour)), "day")
}

func knownAsWords(f doctor.Finding) doctorText {
	text := "The cluster knows the user " + quoted(f.Name)
	if backend := f.Names; len(backend) > 0 {
		text += fmt.Sprintf(", with the backend %s %s", pick(len(backend), "role", "roles"), and(backend))
	}
	if len(f.Roles) == 0 {
		return doctorText{text + ", who has no roles.", "Map a role to him: docs/permissions.md has what alertplan needs."}
	}
	return doctorText{fmt.Sprintf("%s, who has the %s %s.", text, pick(len(f.Roles), "role", "roles"), and(f.Roles)), ""}
}

func versionName(f doctor.Finding) string {
	text := f.Name
	if f.From != "" {
		text += fmt.Sprintf(", the cluster %s", quoted(f.From))
	}
	return text + "."
}

func versionUntoldWords(f doctor.Finding) doctorText {
	text := "The version is not told to this user, who lacks " + and(f.Permissions) + "; nothing else needs it"
	if f.Name != "" {
		text += ", as its routes tell: " + f.Name
	}
	return doctorText{text + ".", doctorsRole}
}

func pluginWords(f doctor.Finding) doctorText {
	all := make([]string, len(f.Names))
	for i, name := range f.Names {
		all[i] = name
		if i < len(f.Versions) {
			all[i] = strings.TrimSpace(name + " " + f.Versions[i])
		}
	}
	return doctorText{"The plugins " + and(all) + ".", ""}
}

func healthWords(f doctor.Finding) doctorText {
	nodes := plural(f.Count, "data node")
	switch f.Name {
	case "red":
		return doctorText{fmt.Sprintf("The cluster is red, with %s: some indices lack shards.", nodes), "Searches over them find less, without an error. Look at GET _cluster/allocation/explain."}
	case "yellow":
		return doctorText{fmt.Sprintf("The cluster is yellow, with %s: some shards have no copy.", nodes), ""}
	}
	return doctorText{fmt.Sprintf("The cluster is %s, with %s.", f.Name, nodes), ""}
}

// ClocksApart says by how much the cluster's clock is ahead of this machine's, or behind.
func ClocksApart(ahead time.Duration) string {
	word := "ahead of"
	if ahead < 0 {
		word = "behind"
	}
	return fmt.Sprintf("the cluster's clock is %s %s this machine's", Span(ahead.Abs()), word)
}

func clockWords(f doctor.Finding) doctorText {
	return doctorText{capital(ClocksApart(f.Span)) + ".", "One of them is wrong. Monitors look at the last minutes by the clock of their node: what is stamped by another clock falls out of that, and is never found. Let all machines take their time from NTP."}
}
