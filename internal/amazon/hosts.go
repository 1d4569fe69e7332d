// Package amazon knows what the names of Amazon's hosts tell: the region, and
// whether it is the OpenSearch Service or its serverless kin.
//
// It must not know what a request is, nor ask anybody.
package amazon

import (
	"strings"

	"github.com/alertplan/alertplan/internal/pattern"
)

// The services that have search domains, as signatures name them.
const (
	OpenSearch = "es"
	Serverless = "aoss" // collections: without the alerting plugin, and without most of the API
)

// Host is what a host's name tells.
type Host struct {
	Service string // OpenSearch or Serverless; "": not one of Amazon's
	Region  string
}

const region = `([a-z]{2,}(?:-[a-z]+)+-[0-9]+)`

// Names of both services: search-NAME-ID.REGION.es.amazonaws.com (in China with
// .cn behind it), ID.REGION.aoss.amazonaws.com, and NAME.aos.REGION.on.aws or
// ID.aoss.REGION.on.aws for those with IPv6 too.
var (
	classic   = pattern.New(`\.` + region + `\.(es|aoss)\.amazonaws\.com(?:\.cn)?$`)
	dualStack = pattern.New(`\.(aos|aoss)\.` + region + `\.on\.aws$`)
	regions   = pattern.New(`^` + region + `$`)
)

// ParseHost reads a host's name, without a port. A name of the user's own before a
// domain tells nothing.
func ParseHost(name string) Host {
	name = strings.ToLower(strings.TrimSuffix(name, "."))
	if m := classic.FindStringSubmatch(name); m != nil {
		return Host{Service: m[2], Region: m[1]}
	}
	if m := dualStack.FindStringSubmatch(name); m != nil {
		service := OpenSearch
		if m[1] == Serverless {
			service = Serverless
		}
		return Host{Service: service, Region: m[2]}
	}
	return Host{}
}

// IsRegion tells whether a text has the form of a region's name; which ones there
// are is not written down here, for there are new ones every year.
func IsRegion(name string) bool { return regions.MatchString(name) }
