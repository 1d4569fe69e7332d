package schema

import (
	"time"

	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/address"
	"github.com/alertplan/alertplan/internal/testcase"
	"github.com/alertplan/alertplan/monitors"
)

// Config is everything that the files of one directory declare.
type Config struct {
	// Dir is the directory that was read.
	Dir string

	// Workspace owns what is created on the cluster; "" only beside an error.
	Workspace      string
	WorkspaceRange hcl.Range

	Clusters     []Cluster
	Variables    []Variable
	Destinations []Destination
	Existing     []Existing
	Monitors     []Monitor
	Workflows    []Monitor // of the type monitors.Composite
	Imports      []Import
	Moved        []Moved
	Removed      []Removed

	// Protected are the blocks that say prevent_destroy, and have no instance left
	// that says so; of destinations all that say it.
	Protected []address.Address

	// Packs are those that pack blocks use, those within packs too, by address.
	Packs []Pack

	// Tests are those of all files but the packs', in the order in which they stand there.
	Tests []Test

	// Secrets are the values that no output may show: of sensitive variables,
	// of env(), and of every secret attribute. Sorted, without "".
	Secrets []string

	// Files are the sources of what diagnostics point to, by file name as it
	// stands in their ranges.
	Files map[string]*hcl.File

	// scopes are those of all blocks, by the address of the pack, the zero value for
	// the configuration's own; see Value.
	scopes map[address.Address]*scope
}

// Cluster is how to reach a cluster.
type Cluster struct {
	Name      string
	URL       string // without user and password; "" where it is Missing
	Missing   string // what the URL needs and has no value, such as env("SEARCH_URL")
	URLGiven  bool   // a variable or the environment has a say in the URL
	Username  string
	Password  destinations.Secret
	Token     destinations.Secret // of bearer authentication
	AWS       *AWS                // nil: requests are not signed
	Insecure  bool                // no check of the server's certificate
	Timeout   time.Duration       // of one request, 0: the client's default
	DeclRange hcl.Range

	// LoginMissing is what the login needs and has no value, such as env("ROLE").
	LoginMissing string

	// These are paths that can be opened as they are.
	PasswordFile   string
	TokenFile      string
	CAFile         string
	ClientCertFile string
	ClientKeyFile  string

	// Dialect is what the cluster speaks, one of Dialects; "" where it is not said.
	Dialect string
	Policy  Policy
}

// AWS is how requests are signed for Amazon's service. What is not said is "".
type AWS struct {
	Region     string
	Service    string
	Profile    string
	AssumeRole *AssumeRole // nil: none
}

// AssumeRole is a role to take on. What is not said is "".
type AssumeRole struct {
	RoleARN     string
	ExternalID  string
	SessionName string
}

// Policy is what a cluster asks of what comes onto it. Its values are constants of
// the file.
type Policy struct {
	// RequireTests stops plan and apply at monitors without a passing test.
	RequireTests bool

	// MaxDeletes is how many objects a plan may delete; nil: it is not said.
	MaxDeletes *int

	// ForbidDestroy refuses destroy.
	ForbidDestroy bool
}

// Variable is a declared variable.
type Variable struct {
	Name        string
	Description string
	Sensitive   bool
	DeclRange   hcl.Range

	// Known is false for a variable without a value. What depends on one is
	// unknown in this run, so that it can be checked and planned, not applied.
	Known bool
}

// Pack is a directory of blocks that a pack block makes a part of the configuration.
type Pack struct {
	Address   address.Address
	Dir       string // a path that can be opened as it is
	Tests     int    // test blocks of its own, which are not read
	DeclRange hcl.Range
}

// Lifecycle says what a plan must leave alone.
type Lifecycle struct {
	// IgnoreChanges lists fields as the configuration names them, such as
	// "enabled" or "trigger.any_login.severity".
	IgnoreChanges  []string
	PreventDestroy bool
}

// Destination is one desired destination, in canonical form.
type Destination struct {
	Address     address.Address
	Destination destinations.Destination
	Lifecycle   Lifecycle
	DeclRange   hcl.Range
}

// Existing names a channel that somebody else owns, by ID or by Name.
type Existing struct {
	Address address.Address
	Kind    destinations.Kind
	ID      string
	Name    string
	Range   hcl.Range
}

// Monitor is one desired monitor, in canonical form.
type Monitor struct {
	Address   address.Address
	Monitor   monitors.Monitor
	Written   testcase.Written // how its search is written
	Lifecycle Lifecycle
	DeclRange hcl.Range
}

// Test is one test block, or one instance of a block with for_each.
type Test struct {
	testcase.Test
	DeclRange hcl.Range
}

// Import says that a live monitor or channel is to be managed from now on.
type Import struct {
	To    address.Address
	ID    string
	Range hcl.Range
}

// Moved says that an object has a new address.
type Moved struct {
	From, To address.Address
	Range    hcl.Range
}

// Removed says that an object is declared no longer; Destroy tells whether it
// goes from the cluster too, or is only forgotten.
type Removed struct {
	From    address.Address
	Destroy bool
	Range   hcl.Range
}

// Missing lists the variables that have no value, by name: what depends on one
// can't be applied.
func (c *Config) Missing() []string {
	var names []string
	for _, v := range c.Variables {
		if !v.Known {
			names = append(names, v.Name)
		}
	}
	return names
}
