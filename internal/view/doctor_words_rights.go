package view

import (
	"fmt"
	"strings"

	"github.com/alertplan/alertplan/internal/doctor"
)

// untold are what this user may not see, or can't be asked.
var untold = map[doctor.Area]string{
	doctor.Login:    "Who the user is",
	doctor.Plugins:  "Which plugins the nodes have",
	doctor.Clock:    "How the cluster is, and what time it is there,",
	doctor.Limits:   "What the cluster limits, and which hosts and kinds it sends nothing to,",
	doctor.Monitors: "Which monitors there are",
	doctor.Channels: "Which channels there are",
}

// unseen begins what is said of what can't be looked at.
func unseen(f doctor.Finding) string {
	switch f.Kind {
	case doctor.AlertsNotTold:
		return "Which alerts are in the state ERROR"
	case doctor.RunsNotTold:
		return "When monitors have run, and whether scheduling is on,"
	case doctor.NotSearched:
		return "Whether searches find their indices"
	case doctor.NotMapped:
		return "Whether the fields of searches are there"
	}
	return untold[f.Area]
}

// doctorsRole is who may see all that a doctor looks at.
const doctorsRole = "The role alertplan_doctor has it (docs/permissions.md)."

// untoldWords say of something that the user may not look at it.
func untoldWords(f doctor.Finding) doctorText {
	switch {
	case f.Count > 0:
		return doctorText{fmt.Sprintf("%s was not asked for %s more.", unseen(f), plural(f.Count, "pattern")), ""}
	case len(f.Permissions) > 0:
		return doctorText{fmt.Sprintf("%s is not told to this user, who lacks %s.", unseen(f), and(f.Permissions)), doctorsRole}
	}
	return doctorText{fmt.Sprintf("%s is not told: %s.", unseen(f), strings.TrimSuffix(oneLine(f.Reason), ".")), ""}
}

func mayWords(f doctor.Finding) doctorText {
	user := "This user"
	if f.From != "" {
		user = "The user " + quoted(f.From)
	}
	switch {
	case len(f.Roles) > 0:
		return doctorText{fmt.Sprintf("%s has the role %s, and may %s.", user, and(f.Roles), f.Name), ""}
	case f.Count > 0:
		return doctorText{fmt.Sprintf("%s has %s of those that %s needs.", user, plural(f.Count, "permission"), f.Name), ""}
	}
	return doctorText{fmt.Sprintf("Everybody may %s: there is no security plugin.", f.Name), ""}
}

func lacksWords(f doctor.Finding) doctorText {
	on := ""
	if len(f.Names) > 0 {
		on = " on " + and(f.Names)
	}
	text := fmt.Sprintf("For %s this user lacks %s%s, %s", f.From, and(f.Permissions), on, f.Name)
	if f.Reason != "" && !strings.Contains(f.Reason, strings.Join(f.Permissions, "")) {
		text += reasonOf(f)
	}
	return doctorText{text + ".", fmt.Sprintf("The %s %s %s it (docs/permissions.md).", pick(len(f.Roles), "role", "roles"), and(f.Roles), pick(len(f.Roles), "has", "have"))}
}
