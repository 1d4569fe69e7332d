package doctor

import (
	"cmp"
	"slices"
	"time"

	"github.com/alertplan/alertplan/internal/plan"
)

// Grade is how bad a finding is.
type Grade string

// The grades.
const (
	Well    Grade = "well"      // looked at, and nothing is wrong
	Note    Grade = "note"      // worth knowing
	Unasked Grade = "not-asked" // it could not be looked at
	Warning Grade = "warning"   // it will, or may, go wrong
	Fault   Grade = "fault"     // it is wrong now
)

// Area is what a finding is about.
type Area string

// The areas, in the order in which they are looked at.
const (
	Connection Area = "connection"
	TLS        Area = "tls"
	Login      Area = "login"
	Servers    Area = "cluster"
	Plugins    Area = "plugins"
	Rights     Area = "permissions"
	Clock      Area = "clock"
	Limits     Area = "limits"
	Monitors   Area = "monitors"
	Channels   Area = "channels"
	Alerts     Area = "canary"
)

// Areas are all of them, in order.
func Areas() []Area {
	return []Area{Connection, TLS, Login, Servers, Plugins, Rights, Clock, Limits, Monitors, Channels, Alerts}
}

// Kind is what was found.
type Kind string

// Finding is one thing that was looked at, and how it is.
type Finding struct {
	Area  Area
	Kind  Kind
	Grade Grade

	Name     string   // what it is about: a user, a plugin, an authority …
	From     string   // where that comes from: a file, a proxy …
	Names    []string // beside it: addresses, backend roles, plugins …
	Versions []string // of the names, or of what has several
	Roles    []string
	Reason   string // in the cluster's or the network's words; one line
	Count    int
	Limit    int
	Span     time.Duration
	Until    time.Time

	Permissions []string // that the user lacks

	// Element is the part of a monitor or the destination that it is about, by its
	// address where it is the workspace's; ID and Title are the cluster's for it.
	plan.Element
	ID, Title string

	Crowding *plan.Crowding // of CompileRate: of which contexts how much is compiled

	At plan.Place // in the configuration's files; zero: nowhere
}

// Report is what a doctor has found.
type Report struct {
	URL       string // of the cluster, as it may be shown
	Workspace string // "" where no configuration was read

	Findings []Finding // by area

	// Broken: the look ended before all was looked at, since the cluster can't be
	// reached, does not know the user, or has no alerting.
	Broken bool
}

// Count is how many findings have a grade.
func (r Report) Count(g Grade) int {
	n := 0
	for _, f := range r.Findings {
		if f.Grade == g {
			n++
		}
	}
	return n
}

// sortByArea brings findings into the order of their areas; within one they stay.
func sortByArea(findings []Finding) {
	slices.SortStableFunc(findings, func(a, b Finding) int {
		return cmp.Compare(slices.Index(Areas(), a.Area), slices.Index(Areas(), b.Area))
	})
}
