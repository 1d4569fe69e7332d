package view

import (
	"fmt"
	"strings"

	"github.com/alertplan/alertplan/internal/plan"
)

// listedDeletes is how many deletes are listed; the plan above has them all.
const listedDeletes = 20

// deletesMessage names what a plan deletes beyond its limit, and what to change.
func deletesMessage(p plan.Problem) message {
	var list strings.Builder
	for i, c := range p.Deletes {
		if i == listedDeletes {
			fmt.Fprintf(&list, "\n  and %d more", len(p.Deletes)-i)
			break
		}
		fmt.Fprintf(&list, "\n  %s", c.Address)
		if c.Action == plan.Replace {
			list.WriteString(" (replaced)")
		}
	}
	n := len(p.Deletes)
	allowed := fmt.Sprintf("%d at most", p.Limit.Most)
	if p.Limit.Most == 0 {
		allowed = "none"
	}
	if p.Limit.Cluster != "" {
		return message{"More would be deleted than the cluster's policy allows",
			fmt.Sprintf("This plan deletes %s, and the policy of cluster %q allows %s (max_deletes):\n%s\n\nIf they are to stay, look for blocks, files or values that are gone. If they are to go, write max_deletes = %d into the policy: no flag is over it.",
				plural(n, "object"), p.Limit.Cluster, allowed, list.String(), n)}
	}
	return message{"Much would be deleted at once",
		fmt.Sprintf("This plan deletes %s, and --max-deletes allows %s:\n%s\n\nIf they are to stay, look for blocks, files or values that are gone. If they are to go, say --max-deletes %d. To take all away that the workspace owns, there is `alertplan destroy`.",
			plural(n, "object"), allowed, list.String(), n)}
}
