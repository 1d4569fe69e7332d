package view

import (
	"fmt"
	"strings"

	"github.com/alertplan/alertplan/internal/plan"
)

// listedDeletes is how many deletes are listed; the plan above has them all.
const listedDeletes = 20

// usualDeletes is the rule of plan.UsualDeletes in words.
var usualDeletes = fmt.Sprintf("%d %% of them, %d in any case, never more than %d", plan.UsualPerCent, plan.FewDeletes, plan.ManyDeletes)

// deletesMessage names what a plan deletes beyond its limit, why that is looked at,
// and what to change.
func deletesMessage(d plan.Deletes, workspace string) message {
	n := len(d.Changes)
	deleted := fmt.Sprintf("This plan deletes %d of the %s that workspace %q owns on the cluster.", n, plural(d.Owned, "object"), workspace)
	const gone = "If they are to stay, look for blocks, files or values that are gone."
	if d.OverPolicy() {
		flag := ""
		if d.OverMost() {
			flag = fmt.Sprintf(" Say --allow-deletes %d then, too.", n)
		}
		return message{"More would be deleted than the cluster's policy allows",
			fmt.Sprintf("%s The policy of cluster %q allows %s (max_deletes):\n%s\n\n%s If they are to go, write max_deletes = %d into the policy: no flag is over it.%s",
				deleted, d.Cluster, atMost(*d.Policy), listed(d.Changes), gone, n, flag)}
	}
	if !d.Usual {
		return message{"More would be deleted than --allow-deletes allows",
			fmt.Sprintf("%s You have allowed %s:\n%s\n\n%s If they are to go, say --allow-deletes %d.", deleted, atMost(*d.Most), listed(d.Changes), gone, n)}
	}
	return message{"Much would be deleted at once",
		fmt.Sprintf("%s Without --allow-deletes %d may go (%s):\n%s\n\nSo many are often a mistake: an empty directory, or another one; a file that is gone; a for_each whose list came out short; the name of a workspace that other files have. If they are to go, say --allow-deletes %d. To take all away that the workspace owns, there is `alertplan destroy`.",
			deleted, *d.Most, usualDeletes, listed(d.Changes), n)}
}

func atMost(n int) string {
	if n == 0 {
		return "none"
	}
	return fmt.Sprintf("%d at most", n)
}

// listed are deletes by address, a line each.
func listed(changes []plan.Change) string {
	var list strings.Builder
	for i, c := range changes {
		if i == listedDeletes {
			fmt.Fprintf(&list, "\n  and %d more", len(changes)-i)
			break
		}
		fmt.Fprintf(&list, "\n  %s", c.Address)
		if c.Action == plan.Replace {
			list.WriteString(" (replaced)")
		}
	}
	return list.String()
}

func deletesJSON(d *plan.Deletes) *DeletesJSON {
	if d == nil {
		return nil
	}
	out := &DeletesJSON{Count: len(d.Changes), Addresses: []string{}, Owned: d.Owned, Allowed: d.Most, Policy: d.Policy}
	for _, c := range d.Changes {
		out.Addresses = append(out.Addresses, c.Address.String())
	}
	return out
}

// DestroyQuestion asks for the name of the workspace, with what goes.
func DestroyQuestion(made *plan.Plan) string {
	_, _, destroyed := made.Counts()
	return fmt.Sprintf("%s will be deleted, with the alerts of monitors. Type the name of the workspace (%s) to confirm: ", plural(destroyed, "object"), made.Workspace)
}
