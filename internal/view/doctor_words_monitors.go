package view

import (
	"fmt"
	"strings"

	"github.com/alertplan/alertplan/internal/doctor"
	"github.com/alertplan/alertplan/internal/plan"
)

// subjectOf names what a finding is about: the address of what is declared, and the
// cluster's name and id of the rest.
func subjectOf(f doctor.Finding) string {
	if !f.Address.IsZero() {
		return f.Address.String()
	}
	kind := "monitor"
	if f.Area == doctor.Channels && f.Part == "" {
		kind = "channel"
	}
	if f.ID == "" {
		return fmt.Sprintf("the %s %s", kind, quoted(f.Title))
	}
	return fmt.Sprintf("the %s %s (id %s)", kind, quoted(f.Title), oneLine(f.ID))
}

// say makes a wording of a text with %s for the subject of a finding.
func say(text, wayOut string) func(doctor.Finding) doctorText {
	return func(f doctor.Finding) doctorText { return doctorText{capital(fmt.Sprintf(text, subjectOf(f))), wayOut} }
}

// capital begins a sentence, but for addresses.
func capital(text string) string {
	if strings.HasPrefix(text, "the ") {
		return "T" + text[1:]
	}
	return text
}

// monitorWordings are those of monitors that don't run, or don't see.
var monitorWordings = map[doctor.Kind]func(doctor.Finding) doctorText{
	doctor.MonitorsRun: func(f doctor.Finding) doctorText {
		if f.Limit == 0 {
			return doctorText{"There is no monitor.", ""}
		}
		return doctorText{fmt.Sprintf("%d of %s %s enabled.", f.Count, plural(f.Limit, "monitor"), pick(f.Count, "is", "are")), ""}
	},
	doctor.SchedulingOff: func(doctor.Finding) doctorText {
		return doctorText{"Scheduling is switched off on the cluster: no monitor runs.", "Set plugins.scheduled_jobs.enabled to true, or to null (PUT _cluster/settings; opendistro.scheduled_jobs.enabled on Open Distro)."}
	},
	doctor.NotScheduled:   say("%s is enabled, and no node has it on its schedule: it does not run.", "Save it again: change it and apply, or switch it off and on. Where many are so, look into the logs of the nodes for JobSweeper."),
	doctor.Late:           say("%s does not run on time, says its node.", "The node has too much to do, or its clock was moved: look at its load."),
	doctor.DisabledByHand: say("%s is switched off on the cluster, and declared to be on.", "`alertplan drift` tells who did it, as far as the cluster knows; apply switches it on."),
	doctor.Disabled: func(f doctor.Finding) doctorText {
		return doctorText{fmt.Sprintf("%s %s switched off: %s.", plural(len(f.Names), "monitor"), pick(len(f.Names), "is", "are"), and(f.Names)), ""}
	},
	doctor.MissingMonitor: say("%s is declared, and not on the cluster.", "Apply; or another workspace or cluster is meant."),
	doctor.Unreadable: func(f doctor.Finding) doctorText {
		return doctorText{capital(subjectOf(f)) + " can't be read: " + oneLine(f.Reason) + ".", ""}
	},
	doctor.SearchInError: func(f doctor.Finding) doctorText {
		return doctorText{fmt.Sprintf("%s was blind in its last runs: its search fails%s.", capital(subjectOf(f)), reasonOf(f)), "Mend the search, or what it asks. Until then conditions see no results; " + sinceText(f)}
	},
	doctor.ConditionError: func(f doctor.Finding) doctorText {
		return doctorText{fmt.Sprintf("The condition of the trigger %s of %s fails%s.", quoted(f.Name), subjectOf(f), reasonOf(f)), "A condition that fails counts as true: it pages in every run, whatever there is. Mend it; " + sinceText(f)}
	},
	doctor.SendingInError: sendingWords,
	doctor.OtherError: func(f doctor.Finding) doctorText {
		return doctorText{fmt.Sprintf("%s has %s in the state ERROR%s.", capital(subjectOf(f)), plural(f.Count, "alert"), reasonOf(f)), sinceText(f)}
	},
	doctor.SearchesWork: func(f doctor.Finding) doctorText {
		return doctorText{fmt.Sprintf("The searches of %s, asked now, find their indices and answer from all shards.", plural(f.Count, "monitor")), ""}
	},
}

// searchWordings are those of searches, asked by themselves.
var searchWordings = map[doctor.Kind]func(doctor.Finding) doctorText{
	doctor.Kind(plan.MissingIndex): func(f doctor.Finding) doctorText {
		return doctorText{fmt.Sprintf("%s searches %s, and there is no such index: every run fails.", capital(subjectOf(f)), and(quotedAll(f.Names))), "Look for a typing error; or create the index. A pattern may match nothing, a name may not."}
	},
	doctor.Kind(plan.NothingMatches): func(f doctor.Finding) doctorText {
		return doctorText{fmt.Sprintf("No index matches %s: %s finds nothing, without an error.", and(quotedAll(f.Names)), subjectOf(f)), "Look for a typing error, and whether events still come in. If the indices are yet to come, this is no mistake."}
	},
	doctor.Kind(plan.SearchFails): func(f doctor.Finding) doctorText {
		return doctorText{fmt.Sprintf("The search of %s fails%s.", subjectOf(f), reasonOf(f)), "It is blind until that is mended."}
	},
	doctor.Kind(plan.ShardsFailed): func(f doctor.Finding) doctorText {
		return doctorText{fmt.Sprintf("The search of %s fails on %d of %s%s.", subjectOf(f), f.Count, plural(f.Limit, "shard"), reasonOf(f)),
			"The server calls that a success, and tells nobody: what lies there is never found. Where daily indices are mapped differently, an index template gives all of them one mapping (`alertplan template`)."}
	},
	doctor.Kind(plan.ShardsAway): func(f doctor.Finding) doctorText {
		return doctorText{fmt.Sprintf("Not all shards answered the search of %s%s.", subjectOf(f), reasonOf(f)), "That is the cluster's trouble, not the search's; what lies there was not found."}
	},
	doctor.Kind(plan.NotReadable): func(f doctor.Finding) doctorText {
		return doctorText{fmt.Sprintf("This user may not search what %s searches%s.", subjectOf(f), reasonOf(f)), "Whether it sees anything can't be told: it runs with the roles of whoever saved it last. " + doctorsRole}
	},
	doctor.FieldMissing:  missingWords,
	doctor.FieldAnalysed: analysedWords,
	doctor.FieldDiffers: func(f doctor.Finding) doctorText {
		return doctorText{fmt.Sprintf("The field %s, which %s asks for, has different types: %s, and the rarest one%s.", quoted(f.Name), subjectOf(f), and(f.Versions), in(f.Names)), "In some of these indices the search finds less, or fails on their shards. An index template gives all of them one mapping (`alertplan template`)."}
	},
}

func missingWords(f doctor.Finding) doctorText {
	text := fmt.Sprintf("%s asks for the field %s, which no index has.", capital(subjectOf(f)), quoted(f.Name))
	if len(f.Names) > 0 {
		return doctorText{text, fmt.Sprintf("There is %s, %s: ask for that.", quoted(f.Names[0]), and(f.Versions))}
	}
	return doctorText{text, "Look for a typing error. If no event has had it yet, this is no mistake: it is mapped with the first one."}
}

func analysedWords(f doctor.Finding) doctorText {
	text := fmt.Sprintf("%s asks for whole values of %s, which is a text%s: words in small letters are kept of it", capital(subjectOf(f)), quoted(f.Name), in(f.Versions))
	if f.Reason != "" {
		text += fmt.Sprintf(", and %s is looked for", quoted(f.Reason))
	}
	if len(f.Names) > 0 {
		return doctorText{text + ".", fmt.Sprintf("Ask for %s, which is the whole value.", quoted(f.Names[0]))}
	}
	return doctorText{text + ".", "Ask by match or match_phrase; or map it as a keyword, for the next index (`alertplan template`)."}
}

// in says in which indices, where that is not all of them.
func in(indices []string) string {
	if len(indices) == 0 {
		return ""
	}
	return " in " + namesWords(indices)
}

func sendingWords(f doctor.Finding) doctorText {
	what := "A message"
	if len(f.Names) > 0 {
		what = "The message of the action " + quoted(f.Names[0])
	}
	return doctorText{fmt.Sprintf("%s of the trigger %s of %s was not sent%s.", what, quoted(f.Name), subjectOf(f), reasonOf(f)), "Nobody was told. Mend the channel or its receiver; the next run that fires sends again. " + sinceText(f)}
}

// reasonOf is what the cluster says, behind the words that it explains.
func reasonOf(f doctor.Finding) string {
	return inBrackets(strings.TrimSuffix(oneLine(f.Reason), "."))
}

// inBrackets is what somebody else says, behind words of ours; "" where it is nothing.
func inBrackets(words string) string {
	if words == "" {
		return ""
	}
	return " (" + CutLine(oneLine(words), 300) + ")"
}

// sinceText tells since when there are alerts in error, and how many.
func sinceText(f doctor.Finding) string {
	return fmt.Sprintf("%s in the state ERROR, since %s.", plural(f.Count, "alert")+pick(f.Count, " is", " are"), clock(f.Until))
}
