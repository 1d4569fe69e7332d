package alertapi

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

// canonical is where the service begins to tell what it would have signed, which
// holds the session token.
const canonical = "The Canonical String for this request"

func withoutCanonical(message string) string {
	message, _, _ = strings.Cut(message, canonical)
	return strings.TrimSpace(message)
}

// explainAmazon knows the refusals of Amazon's service (from its documentation
// and reports of users, not run).
func (c *Client) explainAmazon(e *Error, header http.Header) {
	reason := withoutCanonical(e.Reason)
	for _, refusal := range amazonRefusals {
		if !strings.Contains(reason, refusal.says) {
			continue
		}
		e.Reason = strings.TrimRight(reason, ".") + ". " + refusal.wayOut(c, header)
		e.unknownUser = refusal.login
		return
	}
}

// amazonRefusal is what the service says to a request that it does not let in.
type amazonRefusal struct {
	says   string
	login  bool // who it is could not be told; else they lack a right
	wayOut func(*Client, http.Header) string
}

func saying(text string) func(*Client, http.Header) string {
	return func(*Client, http.Header) string { return text }
}

var amazonRefusals = []amazonRefusal{
	{"Signature expired", true, clockReason},
	{"Signature not yet current", true, clockReason},
	{"security token included in the request is expired", true, renewReason},
	{"security token included in the request is invalid", true, saying("The access key is not one of AWS's (any more), or it is a session's and AWS_SESSION_TOKEN is missing")},
	{"request signature we calculated does not match", true, saying("The secret key is not the access key's, or something in between changes requests: a proxy, or a host name that is not the one of the URL")},
	{"Credential should be scoped to a valid region", true, saying("Write the domain's region into the aws block")},
	{"Credential should be scoped to correct service", true, saying("The host is not one of the OpenSearch Service")},
	{"User: anonymous is not authorized", true, unsignedReason},
	{"Missing Authentication Token", true, unsignedReason},
	{"Authorization header requires", true, unsignedReason},
	{"in Authorization header", true, unsignedReason},
	{"is not authorized to perform: es:ESHttp", false, saying("The domain's access policy, and the user's or role's own, must allow es:ESHttp* on it")},
}

func unsignedReason(c *Client, _ http.Header) string {
	if _, signs := c.login.(*signer); signs {
		return "The signature did not arrive: something in between takes the Authorization header away"
	}
	return "Amazon's service wants requests that are signed: write an aws block into the cluster block"
}

func renewReason(c *Client, _ http.Header) string {
	if s, signs := c.login.(*signer); signs {
		return fmt.Sprintf("The AWS credentials (%s) have expired: renew them, such as with `aws sso login%s`, or take them out of the environment", s.source.from(), s.source.profileFlag())
	}
	return "The credentials have expired: renew them"
}

// clockReason compares the clock with the server's, which its answer tells.
func clockReason(_ *Client, header http.Header) string {
	theirs, err := http.ParseTime(header.Get("Date"))
	if err != nil {
		return "A signature is good for five minutes: set the clock of this machine"
	}
	off, direction := time.Since(theirs).Round(time.Minute), "fast"
	if off < 0 {
		off, direction = -off, "slow"
	}
	if off < time.Minute {
		return "A signature is good for five minutes: the request took too long on its way, or the clock of this machine was set meanwhile"
	}
	return fmt.Sprintf("The clock of this machine is %s %s: set it, such as by NTP", strings.TrimSuffix(off.String(), "0s"), direction)
}
