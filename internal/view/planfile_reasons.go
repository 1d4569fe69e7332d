package view

import (
	"fmt"
	"strings"

	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/internal/planfile"
)

// staleMessage says why a change that was approved is not carried out.
func staleMessage(v planfile.Verdict) message {
	return message{fmt.Sprintf("%s is not %s", v.Address, wouldBe[v.Recorded]), staleDetail(v)}
}

func staleDetail(v planfile.Verdict) string {
	switch v.Reason {
	case planfile.Changed:
		return "Somebody has changed it on the cluster since the plan was made." + fieldWords(" What would happen now also changes ", v.Fields)
	case planfile.Gone:
		return "It was on the cluster when the plan was made, and is there no longer. It would have to be created."
	case planfile.Appeared:
		return appearedDetail(v)
	case planfile.OtherAction:
		return fmt.Sprintf("Something else would happen to it now: it %s.", changeWords(*v.Fresh))
	case planfile.OtherContent:
		return "The configuration wants something else now than was approved: " + fieldWords("", v.Fields)
	case planfile.OtherWish:
		return "The configuration wants something else now than was approved, and the cluster is like that already."
	case planfile.NotDeclared:
		return "The configuration says nothing of it any more, or --target leaves it out."
	case planfile.StillDeclared:
		return "It was to go, and the configuration declares it now."
	case planfile.LeftAlone:
		return "It was to go, and is still there, but no plan touches it now: another hand has taken away what says that it is ours. Delete it in the Dashboards if it should go."
	case planfile.NoValue:
		return fmt.Sprintf("It needs %s, which %s no value in this run. Variables must be given again, with --var, --var-file or the environment: a plan file holds no secrets.", and(v.Unknown), pick(len(v.Unknown), "has", "have"))
	case planfile.NewProblem:
		return problemsDetail(v)
	case planfile.FailedPreflight:
		var texts []string
		for _, finding := range v.Findings {
			m, where := findingMessage(finding), ""
			if finding.At.File != "" {
				where = fmt.Sprintf(" (%s:%d)", finding.At.File, finding.At.Start.Line)
			}
			texts = append(texts, fmt.Sprintf("%s%s: %s", m.summary, where, m.detail))
		}
		return "A preflight finds now what it did not when the plan was made. " + strings.Join(texts, " ")
	case planfile.NewWarning:
		var texts []string
		for _, w := range v.Warnings {
			m := warningMessage(w)
			texts = append(texts, m.summary+". "+m.detail)
		}
		return "There is a warning now that was not shown when the plan was made. " + strings.Join(texts, " ")
	default:
		return string(v.Reason)
	}
}

func appearedDetail(v planfile.Verdict) string {
	if v.Fresh != nil {
		return fmt.Sprintf("It was to be created, and has been since, by another hand or another run: it %s.", changeWords(*v.Fresh))
	}
	var all []plan.Object
	for _, p := range v.Problems {
		all = append(all, p.Objects...)
	}
	what := "monitor"
	if v.Address.Kind() == address.Workflow {
		what = "workflow"
	}
	return fmt.Sprintf("It was to be created, and a %s of its name has come into being since: %s.", what, objects(all))
}

func problemsDetail(v planfile.Verdict) string {
	var texts []string
	for _, p := range v.Problems {
		m := problemMessage(p, "")
		texts = append(texts, m.summary+": "+m.detail)
	}
	return "There is a problem with it now that was not there when the plan was made. " + strings.Join(texts, " ")
}

// fieldWords name fields after some words; "" stands for what no plan shows.
func fieldWords(before string, fields []string) string {
	var names []string
	for _, f := range fields {
		if f == "" {
			f = "what no plan shows"
		}
		names = append(names, oneLine(f))
	}
	if len(names) == 0 {
		return ""
	}
	if more := len(names) - 8; more > 0 {
		names = append(names[:8], fmt.Sprintf("%d more", more))
	}
	return before + and(names) + "."
}

func skippedMessage(v planfile.Verdict) message {
	summary := fmt.Sprintf("%s is not %s", v.Address, wouldBe[v.Recorded])
	if v.Reason == planfile.UsedByOther {
		return message{summary, fmt.Sprintf("It is as approved, but %s, which is not changed here, still uses it.", v.Because)}
	}
	return message{summary, fmt.Sprintf("It is as approved, but it needs %s, which is not as approved.", v.Because)}
}

// notApprovedMessage is for what a plan would do now, and the file has nothing of.
func notApprovedMessage(v planfile.Verdict) message {
	if v.Fresh == nil {
		return message{fmt.Sprintf("%s can't be planned", v.Address), problemsDetail(v)}
	}
	return message{fmt.Sprintf("%s %s", v.Address, strings.Replace(changeWords(*v.Fresh), "will be", "would be", 1)), "The plan file has nothing of this, so it is left."}
}
