package grammar

// Dialects are what a cluster can speak, the oldest first.
var Dialects = []string{"opendistro-1.13", "opensearch-1.3", "opensearch-2.19", "opensearch-3.5"}

// Cluster is how to reach a cluster.
var Cluster = &Block{
	Name: "cluster", Labels: []string{"name"}, Count: Any,
	Doc: "How to reach a cluster. Which one a command asks: `--url`, else `--cluster NAME`, else `ALERTPLAN_URL`, else the only block.",
	Arguments: []Argument{
		{Name: "url", Type: String, Required: true, Example: `"https://search.example.com:9200"`, Doc: "The cluster's URL, with a path where it lies behind one; without user and password."},
		{Name: "username", Type: String, Doc: "For basic authentication; `ALERTPLAN_USERNAME` is over it."},
		{Name: "password", Type: String, Secret: true, Doc: "The user's password; `ALERTPLAN_PASSWORD` is over it."},
		{Name: "password_file", Type: Path, Doc: "A file that holds it; `ALERTPLAN_PASSWORD_FILE` is over it."},
		{Name: "ca_file", Type: Path, Doc: "PEM certificates to trust, beside the machine's."},
		{Name: "insecure", Type: Bool, Default: "false", Doc: "`true`: any certificate is taken, with a warning each time."},
		{Name: "timeout", Type: Duration, Default: "1m", Doc: "The time limit of one request."},
		{Name: "dialect", Type: String, Default: "opensearch-2.19", Values: Dialects,
			Doc: "The generation that tests of monitors are run as. They differ in a few queries and scripts."},
	},
	Blocks: []*Block{{
		Name: "policy", Count: Optional, Doc: "What the cluster asks of what comes onto it.",
		Arguments: []Argument{
			{Name: "require_tests", Type: Bool, Usual: true, Default: "false", Doc: "`true`: plan and apply stop at monitors without a passing test."},
		},
	}},
}
