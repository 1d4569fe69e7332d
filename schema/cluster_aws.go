package schema

import (
	"cmp"
	"net/url"
	"slices"

	"github.com/hashicorp/hcl/v2"

	"github.com/alertplan/alertplan/internal/amazon"
	"github.com/alertplan/alertplan/internal/pattern"
	"github.com/alertplan/alertplan/schema/grammar"
)

var clusterChecks = []Check{
	{"invalid-region", "Invalid region", hcl.DiagError, "Signatures are good in one region only: a name that is none, or not the domain's, makes the service refuse every request."},
	{"invalid-service", "Unknown service of AWS", hcl.DiagError, "Signatures are good for one service only."},
	{"serverless", "Cluster without alerting", hcl.DiagError, "Amazon OpenSearch Serverless (aoss) has no alerting plugin."},
	{"invalid-session", "Invalid session of a role", hcl.DiagError, "AWS STS refuses session names and external ids with other characters, or too long ones."},
	{"invalid-policy", "Invalid policy", hcl.DiagError, "A policy is there so that nothing from outside gets around it: a value that a flag or a variable can change would hold nobody back."},
}

// AWS STS takes these (API reference of AssumeRole).
var (
	assumedRole = pattern.New(`^arn:aws[a-z-]*:iam::[0-9]{12}:role/[\w+=,.@/-]+$`)
	sessionName = pattern.New(`^[\w+=,.@-]{2,64}$`)
	externalID  = pattern.New(`^[\w+=,.@:/-]{2,}$`)
)

// clusterAWS reads the aws block.
func (l *loader) clusterAWS(c *Cluster, blocks hcl.Blocks) *AWS {
	var its amazon.Host
	if u, err := url.Parse(c.URL); err == nil {
		its = amazon.ParseHost(u.Hostname())
	}
	if its.Service == amazon.Serverless {
		l.report("serverless", place{subject: c.DeclRange}, "The URL is that of a collection of Amazon OpenSearch Serverless (aoss), which has no alerting plugin. Monitors can be kept on a domain of Amazon OpenSearch Service (es) only.")
	}
	var found *AWS
	if block := l.onlyOne(blocks); block != nil {
		r, inner := l.scope.open(block, grammar.Cluster.Block("aws").Schema())
		found = &AWS{Region: c.login(r, "region"), Service: r.awsService(), Profile: c.login(r, "profile")}
		r.checkRegion(found.Region, its)
		found.AssumeRole = l.assumeRole(c, inner)
	}
	return found
}

// login is a text that the login needs. Without a value nobody can be asked, which
// is told when somebody is to be.
func (c *Cluster) login(r reading, name string) string {
	text, there := r.valueText(name)
	value, missing := known(text)
	c.LoginMissing = cmp.Or(c.LoginMissing, missing)
	if there && missing == "" {
		r.notBlank(name, value)
	}
	return value
}

// awsServices are those that signatures can be for.
var awsServices = []string{amazon.OpenSearch}

func (r reading) awsService() string {
	text, ok := r.plainText("service")
	switch {
	case !ok || slices.Contains(awsServices, text):
	case text == amazon.Serverless:
		r.report("serverless", r.at("service"), "aoss is Amazon OpenSearch Serverless, which has no alerting plugin. Monitors can be kept on a domain of Amazon OpenSearch Service (es) only.")
		return ""
	default:
		r.report("invalid-service", r.at("service"), "There is no service %q that has alerting. It can be %s.%s", text, oneOf(awsServices), didYouMean(text, awsServices))
		return ""
	}
	return text
}

func (r reading) checkRegion(name string, its amazon.Host) {
	switch {
	case name == "":
	case !amazon.IsRegion(name):
		extra := ""
		if its.Region != "" {
			extra = didYouMean(name, []string{its.Region})
		}
		r.report("invalid-region", r.at("region"), "This is no name of a region; one looks like eu-west-1.%s", extra)
	case its.Region != "" && its.Region != name:
		r.report("invalid-region", r.at("region"), "The host's name says that the domain is in %s, and a signature is good in one region only. Take the line out, or write that region.", its.Region)
	}
}

func (l *loader) assumeRole(c *Cluster, blocks hcl.Blocks) *AssumeRole {
	var found *AssumeRole
	if block := l.onlyOne(blocks); block != nil {
		r, _ := l.scope.open(block, grammar.Cluster.Block("aws").Block("assume_role").Schema())
		found = &AssumeRole{RoleARN: c.login(r, "role_arn"), ExternalID: c.login(r, "external_id"), SessionName: c.login(r, "session_name")}
		r.needed("role_arn")
		if found.RoleARN != "" && !assumedRole.MatchString(found.RoleARN) {
			r.report("invalid-arn", r.at("role_arn"), "This is no ARN of a role; one looks like arn:aws:iam::123456789012:role/alerting.")
		}
		if found.SessionName != "" && !sessionName.MatchString(found.SessionName) {
			r.report("invalid-session", r.at("session_name"), "A session's name has 2 to 64 letters, digits and characters of _+=,.@-.")
		}
		if found.ExternalID != "" && (len(found.ExternalID) > 1224 || !externalID.MatchString(found.ExternalID)) {
			r.report("invalid-session", r.at("external_id"), "An external id has 2 to 1224 letters, digits and characters of _+=,.@:/-.")
		}
	}
	return found
}
