package doctor

import (
	"context"
	"slices"
)

// What is found of the login.
const (
	LoginRefused Kind = "login-refused"
	KnownAs      Kind = "known-as"
	NobodyAsked  Kind = "nobody-is-asked"
	NotTold      Kind = "not-told"
)

// login finds out what cluster it is, and who the user is there. The first comes first,
// since clusters are asked in different ways.
func (e *examination) login(ctx context.Context) error {
	var err error
	if e.version, err = e.cluster.Generation(ctx); err != nil {
		return err
	}
	e.who, err = e.cluster.Who(ctx)
	switch {
	case err != nil:
		e.who = Who{Secured: true} // somebody, who need not be one that may everything
		if err := e.unasked(Finding{Area: Login, Kind: NotTold}, err); err != nil {
			return err
		}
	case !e.who.Secured:
		e.add(Finding{Area: Login, Kind: NobodyAsked, Grade: Note})
	default:
		e.add(Finding{Area: Login, Kind: KnownAs, Grade: Well, Name: e.who.Name, Names: e.who.BackendRoles, Roles: e.who.Roles})
	}
	return e.servers()
}

// allAccess is the role that sees and may do everything.
const allAccess = "all_access"

// mayAll tells that nothing is hidden from a user, nor forbidden.
func (w Who) mayAll() bool { return !w.Secured || slices.Contains(w.Roles, allAccess) }
