package main

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/alertplan/alertplan/internal/alertapi"
	"github.com/alertplan/alertplan/internal/apply"
	"github.com/alertplan/alertplan/internal/plan"
)

// adviceOn is what to do about an error of a cluster's, a paragraph each; none
// where the error says it itself.
func adviceOn(err error) []string {
	var advice []string
	var e *alertapi.Error
	if errors.As(err, &e) && e.Status == http.StatusUnauthorized {
		advice = append(advice, loginAdvice(e))
	}
	if lacking := alertapi.LackingIn(err); len(lacking.Permissions) > 0 {
		advice = append(advice, permissionsAdvice(lacking))
	}
	var hidden *alertapi.HiddenError
	if errors.As(err, &hidden) {
		advice = append(advice, hidden.WayOut())
	} else if alertapi.IsHidden(err) {
		advice = append(advice, "With plugins.alerting.filter_by_backend_roles (for channels: opensearch.notifications.general.filter_by_backend_roles) "+
			"a user needs a backend role of whoever made an object, or the role all_access, to see and change it.")
	}
	if alertapi.RefusesRoles(err) {
		advice = append(advice, "rbac_roles can name backend roles that the user who applies has, and one of them at least; only a user with the role all_access can name others, or none. "+
			"The cluster holds to this whether it filters by backend roles or not.")
	}
	if alertapi.IsForeign(err) {
		advice = append(advice, "That answer is not the cluster's own, for it is a web page or empty: something on the way to it has answered, such as a proxy, a gateway, or the Dashboards. "+
			"Look at the URL, at HTTPS_PROXY and NO_PROXY, and at what the proxy lets through.")
	}
	return advice
}

// loginAdvice tells what of a login may be wrong, and where it comes from: a server
// tells neither.
func loginAdvice(e *alertapi.Error) string {
	const userFrom = envUsername + " and " + envPassword + " (or " + envPasswordFile + ")"
	switch {
	case e.User != "":
		return "The cluster does not know the user " + e.User + ", or the password is wrong. They come from " + userFrom + ", else from the URL or the cluster block."
	case e.Login == "none":
		return "The cluster asks who you are, and is told nothing: set " + userFrom + ", or " + envToken + ", or write a login into the cluster block."
	default:
		return "The cluster does not take this login (" + e.Login + "): it may have expired, or the cluster knows another kind only."
	}
}

// permissionsAdvice names every permission that is missing, what for, and who has
// it.
func permissionsAdvice(lacking alertapi.Lacking) string {
	var b strings.Builder
	user := "This user"
	if lacking.User != "" {
		user = "The user " + lacking.User
	}
	fmt.Fprintf(&b, "%s lacks:", user)
	old := false // the server is one with destinations
	for _, name := range lacking.Permissions {
		fmt.Fprintf(&b, "\n  %s", name)
		if strings.HasPrefix(name, "indices:") && lacking.Indices != "" {
			fmt.Fprintf(&b, " on %s, which must exist", lacking.Indices)
		}
		known := false
		for _, p := range alertapi.Permissions() {
			if p.Name == name {
				fmt.Fprintf(&b, "\n    %s", purpose(p))
				known, old = true, old || p.Old()
			}
		}
		if !known {
			b.WriteString("\n    of which alertplan itself has no need: a monitor may ask for it")
		}
	}
	folder := alertapi.RolesFolder
	if old {
		folder += "/legacy"
	}
	fmt.Fprintf(&b, "\nThe roles alertplan_… are in %s; docs/permissions.md tells more.", folder)
	return b.String()
}

// adviseOf tells what to do about warnings of what could not be read.
func (a *app) adviseOf(warnings []plan.Warning) {
	if lacking := (&plan.Plan{Warnings: warnings}).Lacking(); len(lacking) > 0 {
		a.human.Advise([]string{permissionsAdvice(alertapi.Lacking{Permissions: lacking})})
	}
}

// purpose says what a permission is for, and who has it.
func purpose(p alertapi.Permission) string {
	text := p.For
	if p.Indices != "" {
		text += ", on " + p.Indices
	}
	text += " (" + strings.Join(p.Commands, ", ") + "); "
	own, has := "the role ", " has it"
	if len(p.Roles()) > 1 {
		own, has = "the roles ", " have it"
	}
	text += own + enumerated(p.Roles()) + has
	if p.BuiltIn != "" {
		text += ", of the built-in ones " + p.BuiltIn
	}
	return text
}

// enumerated is "a, b and c".
func enumerated(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

// failures are the errors of an apply, as one.
func failures(r apply.Result) error {
	errs := []error{r.Unsettled}
	for _, o := range r.Outcomes {
		errs = append(errs, o.Err)
	}
	return errors.Join(errs...)
}

// errMayHide is why a destroy that finds nothing does not end well.
var errMayHide = errors.New("it can't be told whether the cluster hides monitors of this workspace from this user, and there is nothing to be seen of it: nothing was destroyed. " +
	"Use a user with the role all_access, or one who may read the setting (cluster:monitor/state)")

// errMayDouble is why nothing is written unseen when nobody reads the plan.
var errMayDouble = errors.New("it can't be told whether the cluster hides monitors of this workspace from this user, and nobody is asked with --auto-approve: nothing was written. " +
	"Use a user with the role all_access, or one who may read the setting (cluster:monitor/state); or leave out --auto-approve, if you know that there are none")
