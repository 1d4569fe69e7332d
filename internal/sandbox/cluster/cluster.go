// Package cluster answers what a client asks about the cluster itself: GET /,
// its settings, its one node, its plugins. It must not know the documents, the
// monitors and the channels.
package cluster

import (
	"crypto/rand"
	"encoding/base64"
	"net/http"

	"github.com/alertplan/alertplan/internal/sandbox/dialect"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
	"github.com/alertplan/alertplan/internal/sandbox/settings"
)

// NodeName is the one node's name, that of the recorded nodes.
const NodeName = "testbed"

// Name is the cluster's name.
const Name = "alertplan-sandbox"

// Identity is what tells one sandbox from another.
type Identity struct {
	// NodeID and ClusterUUID are 22 characters of base64.
	NodeID, ClusterUUID string
}

// NewIdentity makes one at random.
func NewIdentity() Identity { return Identity{NodeID: NewUUID(), ClusterUUID: NewUUID()} }

// NewUUID is a random id in the server's form for nodes and indices, 22
// characters of URL-safe base64.
func NewUUID() string {
	b := make([]byte, 16)
	_, _ = rand.Read(b) // never fails
	return base64.RawURLEncoding.EncodeToString(b)
}

// Service answers the routes of this package.
type Service struct {
	dialect  dialect.Dialect
	settings *settings.Store
	identity Identity
	// Secured: the security plugin is among the plugins.
	Secured bool
}

// New makes the service.
func New(d dialect.Dialect, s *settings.Store, id Identity) *Service {
	return &Service{dialect: d, settings: s, identity: id}
}

// Register adds the routes.
func (s *Service) Register(rt *rest.Router) {
	rt.Handle("GET", "/", s.root)
	rt.Handle("HEAD", "/", rest.Head(s.root))
	rt.Handle("GET", "/_cluster/settings", s.getSettings)
	rt.Handle("PUT", "/_cluster/settings", s.putSettings)
	rt.Handle("GET", "/_cat", s.catList)
	rt.Handle("GET", "/_cat/plugins", s.catPlugins)
	rt.Handle("GET", "/_cat/nodes", s.catNodes)
	rt.HandleEach("GET", []string{
		"/_nodes", "/_nodes/{nodeId}", "/_nodes/{nodeId}/{metrics}", "/_nodes/{nodeId}/info/{metrics}",
	}, s.nodes)
}

func (s *Service) root(r *rest.Request) (rest.Response, error) {
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	version := rest.O()
	if !s.dialect.DistributionHidden {
		version.Set("distribution", "opensearch")
	}
	for _, m := range rest.O(
		"number", s.dialect.Version,
		"build_type", "sandbox",
		"build_hash", "unknown",
		"build_date", "2026-01-01T00:00:00.000000Z",
		"build_snapshot", false,
		"lucene_version", s.dialect.Lucene,
		"minimum_wire_compatibility_version", s.dialect.WireCompatibility,
		"minimum_index_compatibility_version", s.dialect.IndexCompatibility,
	).Members() {
		version.Set(m.Key, m.Value)
	}
	return rest.JSON(http.StatusOK, rest.O(
		"name", NodeName,
		"cluster_name", Name,
		"cluster_uuid", s.identity.ClusterUUID,
		"version", version,
		"tagline", s.dialect.Tagline,
	)), nil
}
