package doctor

import (
	"context"
	"time"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/generation"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/wire"
	"github.com/alertplan/alertplan/monitors"
)

// Cluster is what a doctor asks. Each method but Reach is a request or two; an error may
// be a *preflight.Refusal, which says why there is no answer.
type Cluster interface {
	// Reach is the first request of all, and tells how it came there.
	Reach(ctx context.Context) Way

	// Generation finds out what cluster it is.
	Generation(ctx context.Context) (Version, error)

	Who(ctx context.Context) (Who, error)
	Nodes(ctx context.Context) ([]Node, error)
	Condition(ctx context.Context) (Condition, error)

	Monitors(ctx context.Context) ([]monitors.Live, error)     // all, workflows among them
	Channels(ctx context.Context) ([]destinations.Live, error) // all, or destinations
	Alerts(ctx context.Context) ([]wire.Alert, error)          // those in the state ERROR
	Runs(ctx context.Context) (wire.Runs, error)
	Rules(ctx context.Context) (Rules, error)

	// Looks asks several searches in one request. One that does not parse spoils all:
	// the refusal is a preflight.Rejected.
	Looks(ctx context.Context, all []Look) ([]*orderedjson.Object, error)

	// FieldTypes are the indices by type by field, as far as any index has the field.
	FieldTypes(ctx context.Context, indices, fields []string) (map[string]map[string][]string, error)

	// May asks for a permission, on indices or on the cluster, in a way that changes
	// nothing. hasIndex: there are monitors, so that writes in vain make no index.
	May(ctx context.Context, permission string, indices []string, hasIndex bool) (Right, error)
}

// Way is how the first request came to a cluster, and how far.
type Way struct {
	Addresses []string // that the host's name has; nil where none was looked up
	Proxy     string   // in between; "" for none
	Local     bool     // the cluster is on this machine
	Plain     bool     // no TLS is asked for
	Took      time.Duration

	Certificate *Certificate // nil: none was seen

	Login   string // how requests say who sends them; "none" for not at all
	Refused bool   // the cluster does not know the user

	Failed Area   // where the way ended: Connection or TLS; "" where it did not
	Reason string // why, with the way out
}

// Certificate is what a cluster shows of itself.
type Certificate struct {
	Version   string // of TLS, such as 1.3
	Names     []string
	Until     time.Time
	Authority string // whom the trust goes back to; "" where it is not trusted
	File      string // the CA file that names it; "": the machine trusts it
	Unchecked bool   // any certificate is taken
	WouldFail string // why it would not be taken, were it checked
}

// Version is what cluster it is. One of NoAlerting and NoNotifications may hold.
type Version struct {
	generation.Generation

	Cluster string // its name; "" where it is not told
	Told    bool   // the user may see the version

	NoAlerting, NoNotifications bool
}

// Who is whom a cluster takes the user for.
type Who struct {
	Secured             bool // somebody is asked at all
	Name                string
	BackendRoles, Roles []string
}

// Node is a node of a cluster, with the versions of its plugins by name.
type Node struct {
	Name, Version string
	Plugins       map[string]string
}

// Condition is how a cluster is, and what time it is there.
type Condition struct {
	Status    string // green, yellow or red
	DataNodes int
	Shards    int // that are active

	// Ahead is by how much the cluster's clock is before this machine's; within Within.
	Ahead, Within time.Duration
	TimeKnown     bool
}
