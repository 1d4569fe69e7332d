package grammar

// Dialects are what a cluster can speak, the oldest first.
var Dialects = []string{"opendistro-1.13", "opensearch-1.3", "opensearch-2.19", "opensearch-3.5"}

// Cluster is how to reach a cluster.
var Cluster = &Block{
	Name: "cluster", Labels: []string{"name"}, Count: Any,
	Doc: "How to reach a cluster. Which one a command asks: `--url`, else `--cluster NAME`, else `ALERTPLAN_URL`, else the only block; of several the one that has this URL.",
	Arguments: []Argument{
		{Name: "url", Type: String, Required: true, Example: `"https://search.example.com:9200"`, Doc: "The cluster's URL, with a path where it lies behind one; without user and password."},
		{Name: "username", Type: String, Doc: "For basic authentication; `ALERTPLAN_USERNAME` is over it."},
		{Name: "password", Type: String, Secret: true, Doc: "The user's password; `ALERTPLAN_PASSWORD` is over it."},
		{Name: "password_file", Type: Path, Doc: "A file that holds it; `ALERTPLAN_PASSWORD_FILE` is over it."},
		{Name: "token", Type: String, Secret: true, Doc: "For bearer authentication, instead of a user; `ALERTPLAN_TOKEN` is over it."},
		{Name: "token_file", Type: Path, Doc: "A file that holds it; `ALERTPLAN_TOKEN_FILE` is over it."},
		{Name: "ca_file", Type: Path, Doc: "PEM certificates to trust, beside the machine's."},
		{Name: "client_cert_file", Type: Path, Doc: "The client's own certificate, as PEM, for clusters and gateways that ask for one; `ALERTPLAN_CLIENT_CERT_FILE` is over it."},
		{Name: "client_key_file", Type: Path, Doc: "Its private key, as PEM without a passphrase; `ALERTPLAN_CLIENT_KEY_FILE` is over it."},
		{Name: "insecure", Type: Bool, Default: "false", Doc: "`true`: any certificate is taken, with a warning each time."},
		{Name: "timeout", Type: Duration, Default: "1m", Doc: "The time limit of one request."},
		{Name: "dialect", Type: String, Default: "opensearch-2.19", Values: Dialects,
			Doc: "The generation that tests of monitors are run as; `validate` warns of what it has not. A plan asks the cluster itself."},
	},
	Blocks: []*Block{awsBlock, policyBlock},
}

var awsBlock = &Block{
	Name: "aws", Count: Optional,
	Doc: "Requests are signed for Amazon OpenSearch Service (Signature Version 4), with the credentials that the AWS SDK finds: environment, profile, SSO session, web identity, container, machine.",
	Arguments: []Argument{
		{Name: "region", Type: String, Default: "that of the host's name, of `AWS_REGION` or of the profile", Example: `"eu-west-1"`, Doc: "The domain's region."},
		{Name: "service", Type: String, Default: "es", Values: []string{"es"}, Doc: "The service that requests are signed for."},
		{Name: "profile", Type: String, Default: "`AWS_PROFILE`, or none", Doc: "A profile of `~/.aws`; with it, keys in the environment don't count."},
	},
	Blocks: []*Block{{
		Name: "assume_role", Count: Optional, Doc: "A role to take on with these credentials, as AWS STS gives it.",
		Arguments: []Argument{
			{Name: "role_arn", Type: String, Required: true, Example: `"arn:aws:iam::123456789012:role/alerting"`, Doc: "The role's ARN."},
			{Name: "external_id", Type: String, Doc: "What the role's trust policy asks for beside the user."},
			{Name: "session_name", Type: String, Default: "alertplan", Doc: "What the session is called in logs of AWS."},
		},
	}},
}

var policyBlock = &Block{
	Name: "policy", Count: Optional,
	Doc: "What the cluster asks of what comes onto it. No flag and no variable overrides it: the values are written as they are.",
	Arguments: []Argument{
		{Name: "require_tests", Type: Bool, Usual: true, Default: "false", Doc: "`true`: plan and apply stop at monitors without a passing test."},
		{Name: "max_deletes", Type: Number, Doc: "A plan that deletes more objects than this is refused, also with `--allow-deletes`; replacements count, doubles that two applies at once have made don't. Whatever it says, more than 30 % of what the workspace owns (3 in any case, never more than 10) go only with `--allow-deletes N`."},
		{Name: "allow_destroy", Type: Bool, Default: "true", Doc: "`false`: `destroy` is refused."},
	},
}
