// Package dialect says how the servers that the sandbox plays differ. A dialect
// is a set of features; code asks for a feature and never compares versions, so
// that what a version does is written down once, here.
//
// Of what searches and runs yield, internal/evaluate/dialect says the same; each
// server here has its generation there. It knows no API, no store and no request.
package dialect

import (
	"fmt"
	"slices"
	"strings"

	evaluate "github.com/alertplan/alertplan/internal/evaluate/dialect"
)

// Dialect is one server that the sandbox can play. Its fields are set from what
// was recorded on real nodes of that version.
type Dialect struct {
	// Name is what --dialect takes, such as "opensearch-2.19".
	Name string
	// Version is the number that GET / answers, such as "2.19.4".
	Version string
	// PluginVersion is that of the plugins; "" is Version with a fourth number, 0
	// (http/cat_plugins).
	PluginVersion string
	// Lucene is the version of the library below it; WireCompatibility and
	// IndexCompatibility are the oldest versions that it understands, Tagline is
	// its motto. GET / tells them.
	Lucene, WireCompatibility, IndexCompatibility, Tagline string
	Features
}

// Features are the differences that show in answers. The zero value of each is
// what OpenSearch 2.19 does, unless its comment says otherwise; a new field is
// named so that this holds.
type Features struct {
	// MaxHeaderBytes is the size of a header block that is still read: 8,192 on
	// 1.3 and 2.19, 16,384 on 3.5 (http/long_headers).
	MaxHeaderBytes int
	// LegacyDestinations: actions name destinations, kept in the alerting index,
	// and there is no notifications plugin (Open Distro, 1.3).
	LegacyDestinations bool
	// DocumentTypes: the core takes any third part of a path for a document's id,
	// GET /index/type/id, so that a plugin's unknown route is a missing index (1.3,
	// Open Distro; channel_lists/features_legacy).
	DocumentTypes bool
	// NoHostInPath: two slashes at the beginning of a path are no host that follows
	// (1.3; http/slashes).
	NoHostInPath bool
	// PlainErrors: the alerting plugin answers with the error's own type, not
	// wrapped into alerting_exception (1.3).
	PlainErrors bool
	// OlderIndices: indices have no kind of replication, and dates that were found no
	// print_format (1.3; documents/create_index, documents/dynamic_mapping).
	OlderIndices bool
	// NoVendorMediaType: application/vnd.opensearch+json is refused (1.3).
	NoVendorMediaType bool
	// DistributionHidden: GET / has no version.distribution (Open Distro).
	DistributionHidden bool
	// OlderMonitors: monitors have three types, kinds of triggers to fit them, and
	// neither owner nor data sources; schema_version is the index's from the first
	// answer on (1.3; monitors/monitor_types, monitors/versions).
	OlderMonitors bool
	// NoWorkflows: there are no workflows, findings and metadata of monitors (1.3).
	NoWorkflows bool
	// BareDeletes: deleting a monitor answers as deleting a document does, an unknown
	// one too, and looks at nothing before (1.3; monitors/delete_twice).
	BareDeletes bool
	// CoreGeo: geo aggregations are the core's, so that monitors know them (1.3;
	// inputs/bucket_aggregations).
	CoreGeo bool
	// QueryRequired: a search of monitors needs a query (1.3; search/no_query).
	QueryRequired bool
	// OlderAlerts: alerts know no workflows, findings and executions (1.3).
	OlderAlerts bool
	// StrictAcknowledgement: an acknowledgement of which nothing comes is refused
	// (1.3; alerts/acknowledged).
	StrictAcknowledgement bool
	// NamedSource: a fault in JSON names the Java class that the body was read from
	// (1.3; http/bad_json).
	NamedSource bool
	// MasterRole: the role that elects is called master (1.3; cluster/nodes).
	MasterRole bool
	// OlderSettings: only the settings that 1.3 has (limits/read_settings).
	OlderSettings bool
	// BareMonitors: monitors have neither a type nor kinds of triggers, and search
	// only; alerts know no buckets (Open Distro; from the plugin's source).
	BareMonitors bool
	// UsersShown: monitors, alerts and destinations are answered with who saved them
	// (Open Distro; from the plugin's source).
	UsersShown bool
	// FreeSearch: a search of monitors may look into any index, for any document (Open
	// Distro; from the plugin's source).
	FreeSearch bool
	// OpendistroNames: paths, settings, plugins and the Java classes in errors have Open
	// Distro's names, and no others (from the plugin's source).
	OpendistroNames bool
	// SettingsExceptions: settings that are not there or can't be set are a
	// settings_exception, not an illegal_argument_exception (3.5;
	// limits/settings_errors).
	SettingsExceptions bool
	// RemoteMetadata: the alerting plugin asks for its monitors as if they lay
	// elsewhere, and has settings for that. Without an index of its own it finds no
	// monitors, where others refuse the search (3.5; search/empty_cluster).
	RemoteMetadata bool
	// SecondSchedules: a monitor may run every so many seconds (3.5;
	// schedules/seconds).
	SecondSchedules bool
	// FreeOwners: owner takes any text (3.5; monitors/server_fields_sent).
	FreeOwners bool
	// CommentsOn: alerts may be commented unless it is turned off (3.5;
	// limits/read_settings).
	CommentsOn bool
	// URLClassLoader: the plugins' classes come from a URLClassLoader, which refused
	// casts name (3.5; monitor_errors/input_kinds).
	URLClassLoader bool
	// BriefNullChecks: Kotlin's refusal of a null names no receiver (3.5;
	// monitors/null_values).
	BriefNullChecks bool
	// MaxNesting is how deep a monitor's body may be nested; 0: as deep as it likes
	// (3.5 takes 1,000; observed-monitors, fact 29).
	MaxNesting int
	// DeepBodies: a monitor nested 2,000 deep is saved as any other, where 2.19 may
	// end all saving (1.3; observed-monitors, fact 29).
	DeepBodies bool
	// ChannelListAtOnce: a channel is in the list as soon as it is written; 2.19
	// lags (3.5).
	ChannelListAtOnce bool
}

// Searches is how the server searches and runs monitors; 2.19's manner where the
// dialect has no name.
func (d Dialect) Searches() evaluate.Dialect {
	generation, _ := evaluate.Parse(d.Name) // TestSearches knows all names
	return generation
}

// ClassLoader is where the plugins' classes come from, as refused casts name it; its
// address is another one each time.
func (d Dialect) ClassLoader() string {
	if d.URLClassLoader {
		return "java.net.URLClassLoader @6d1ef78d"
	}
	return "java.net.FactoryURLClassLoader @6d1ef78d"
}

// openDistroClasses are the packages of Java classes before they were OpenSearch's.
var openDistroClasses = strings.NewReplacer(
	"org.opensearch.OpenSearch", "org.elasticsearch.Elasticsearch",
	"org.opensearch.alerting.", "com.amazon.opendistroforelasticsearch.alerting.",
	"org.opensearch.", "org.elasticsearch.",
)

// ClassNames is an error's text with the names that Java's classes have here.
func (d Dialect) ClassNames(text string) string {
	if !d.OpendistroNames {
		return text
	}
	return openDistroClasses.Replace(text)
}

// OpenSearch2 is the default dialect, OpenSearch 2.19.
func OpenSearch2() Dialect {
	return Dialect{
		Name: "opensearch-2.19", Version: "2.19.4", Lucene: "9.12.3",
		WireCompatibility: "7.10.0", IndexCompatibility: "7.0.0", Tagline: tagline,
		Features: Features{MaxHeaderBytes: 8192},
	}
}

const tagline = "The OpenSearch Project: https://opensearch.org/"

func all() []Dialect {
	return []Dialect{
		{
			Name: "opendistro-1.13", Version: "7.10.2", PluginVersion: "1.13.1.0", Lucene: "8.7.0",
			WireCompatibility: "6.8.0", IndexCompatibility: "6.0.0-beta1", Tagline: "You Know, for Search",
			Features: firstGeneration(Features{
				DistributionHidden: true, BareMonitors: true, UsersShown: true, FreeSearch: true, OpendistroNames: true,
			}),
		},
		{
			Name: "opensearch-1.3", Version: "1.3.14", PluginVersion: "1.3.14", Lucene: "8.10.1",
			WireCompatibility: "6.8.0", IndexCompatibility: "6.0.0-beta1", Tagline: tagline,
			Features: firstGeneration(Features{}),
		},
		OpenSearch2(),
		{
			Name: "opensearch-3.5", Version: "3.5.0", Lucene: "10.3.2",
			WireCompatibility: "2.19.0", IndexCompatibility: "2.0.0", Tagline: tagline,
			Features: Features{
				MaxHeaderBytes: 16384, SettingsExceptions: true, ChannelListAtOnce: true, RemoteMetadata: true,
				SecondSchedules: true, FreeOwners: true, CommentsOn: true, URLClassLoader: true, BriefNullChecks: true,
				MaxNesting: 1000,
			},
		},
	}
}

// firstGeneration adds what 1.3 and Open Distro have in common.
func firstGeneration(f Features) Features {
	f.MaxHeaderBytes = 8192
	f.LegacyDestinations, f.DocumentTypes, f.PlainErrors, f.NoVendorMediaType, f.OlderIndices = true, true, true, true, true
	f.OlderMonitors, f.NoWorkflows, f.BareDeletes, f.QueryRequired = true, true, true, true
	f.CoreGeo, f.OlderAlerts, f.StrictAcknowledgement, f.DeepBodies = true, true, true, true
	f.NoHostInPath, f.NamedSource, f.MasterRole, f.OlderSettings = true, true, true, true
	return f
}

// Names lists the dialects that Parse takes.
func Names() []string {
	names := []string{}
	for _, d := range all() {
		names = append(names, d.Name)
	}
	return names
}

// Parse finds a dialect by its name; "" is the default, opensearch-2.19.
func Parse(name string) (Dialect, error) {
	if name == "" {
		return OpenSearch2(), nil
	}
	known := all()
	i := slices.IndexFunc(known, func(d Dialect) bool { return d.Name == name })
	if i < 0 {
		return Dialect{}, fmt.Errorf("unknown dialect %q: known are %s", name, strings.Join(Names(), ", "))
	}
	return known[i], nil
}
