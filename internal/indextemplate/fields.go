package indextemplate

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// shape is how a field is indexed.
type shape string

const (
	// words are what an index makes of a string by itself: text, and .keyword for
	// whole values. So whatever alert was written for default mapping goes on working.
	words shape = "words"

	// prose is text that is too long for .keyword.
	prose shape = "prose"

	// exact takes whatever is no object, JSON's true and false among it. A boolean
	// would refuse the document that has something else there.
	exact shape = "exact"

	moment  shape = "moment"
	number  shape = "number"
	address shape = "address"
	place   shape = "place"

	// free takes any value at all, and looks into none: other shapes of an object
	// refuse a document for a key that is "" or begins with a dot, or for a value that
	// is no object (observed on 1.3.14, 2.19.4, 3.5.0).
	free shape = "free"
)

func (s shape) definition() *orderedjson.Object {
	switch s {
	case words:
		return object("type", "text", "fields", object("keyword", object("type", "keyword", "ignore_above", ignoreAbove)))
	case prose:
		return object("type", "text")
	case exact:
		return object("type", "keyword", "ignore_above", ignoreAbove)
	case moment:
		return object("type", "date")
	case number:
		return object("type", "long")
	case address:
		return object("type", "ip")
	case place:
		return object("type", "geo_point")
	}
	return object("type", "object", "enabled", false)
}

var ignoreAbove = json.Number(strconv.Itoa(IgnoreAbove))

// declare puts a definition at a path. An object on the way takes what it doesn't name
// without making fields of it.
func declare(properties *orderedjson.Object, path string, definition *orderedjson.Object) {
	name, rest, below := strings.Cut(path, ".")
	if !below {
		properties.Set(name, definition)
		return
	}
	o := properties.Object(name)
	if o == nil {
		o = object("type", "object", "dynamic", false, "properties", object())
		properties.Set(name, o)
	}
	declare(o.Object("properties"), rest, definition)
}

// field is a field of a template.
type field struct {
	path  string
	shape shape
}

// fieldsOf are the fields that the way into the index adds.
func fieldsOf(k Kind) []field {
	if k == CloudTrail {
		return logstashFields
	}
	return subscriptionFields
}

// subscriptionFields are those that the Lambda function of a subscription adds.
var subscriptionFields = []field{
	{"@timestamp", moment}, {"@id", words}, {"@message", prose}, {"@owner", words}, {"@log_group", words}, {"@log_stream", words},
}

// logstashFields are those of a pipeline of Logstash: of its inputs, of the filters
// geoip and useragent (in the forms with and without ECS, of which those that mean two
// things are left out).
var logstashFields = []field{
	{"@timestamp", moment}, {"@version", words}, {"message", prose}, {"event.original", prose}, {"tags", words}, {"type", words},
	{"host", free}, {"agent", free}, {"log", free}, {"ecs", free},
	{"ingestion_time", moment}, {"cloudwatch_logs.log_group", words}, {"cloudwatch_logs.log_stream", words},
	{"cloudwatch_logs.event_id", words}, {"cloudwatch_logs.ingestion_time", moment},
	{"geoip.ip", address}, {"geoip.location", place}, {"geoip.country_name", words}, {"geoip.country_code2", words}, {"geoip.country_code3", words},
	{"geoip.continent_code", words}, {"geoip.region_name", words}, {"geoip.region_code", words}, {"geoip.city_name", words},
	{"geoip.postal_code", words}, {"geoip.timezone", words}, {"geoip.asn", number}, {"geoip.as_org", words},
	{"geoip.geo.location", place}, {"geoip.geo.country_iso_code", words}, {"geoip.geo.country_name", words}, {"geoip.geo.city_name", words},
	{"useragent.name", words}, {"useragent.version", words}, {"useragent.os_name", words}, {"useragent.os_full", words},
	{"useragent.major", words}, {"useragent.minor", words}, {"useragent.patch", words}, {"useragent.build", words},
}

// cloudTrailFields are the fields of a CloudTrail record (version 1.11, from its
// documentation, and what the events of the tests have), but for those within what
// differs from call to call.
var cloudTrailFields = []field{
	{"eventVersion", words}, {"eventTime", moment}, {"eventSource", words}, {"eventName", words}, {"eventType", words}, {"eventCategory", words},
	{"eventID", words}, {"sharedEventID", words}, {"requestID", words}, {"apiVersion", words}, {"awsRegion", words}, {"recipientAccountId", words},
	{"sourceIPAddress", words}, {"userAgent", words}, {"errorCode", words}, {"errorMessage", words},
	{"readOnly", exact}, {"managementEvent", exact}, {"sessionCredentialFromConsole", words}, {"vpcEndpointId", words}, {"vpcEndpointAccountId", words},
	{"userIdentity.type", words}, {"userIdentity.principalId", words}, {"userIdentity.arn", words}, {"userIdentity.accountId", words},
	{"userIdentity.accessKeyId", words}, {"userIdentity.userName", words}, {"userIdentity.invokedBy", words},
	{"userIdentity.identityProvider", words}, {"userIdentity.credentialId", words},
	{"userIdentity.invokedByDelegate.accountId", words}, {"userIdentity.onBehalfOf.userId", words}, {"userIdentity.onBehalfOf.identityStoreArn", words},
	{"userIdentity.inScopeOf.sourceArn", words}, {"userIdentity.inScopeOf.sourceAccount", words},
	{"userIdentity.inScopeOf.issuerType", words}, {"userIdentity.inScopeOf.credentialsIssuedTo", words},
	{"userIdentity.sessionContext.attributes.creationDate", moment}, {"userIdentity.sessionContext.attributes.mfaAuthenticated", words},
	{"userIdentity.sessionContext.sessionIssuer.type", words}, {"userIdentity.sessionContext.sessionIssuer.principalId", words},
	{"userIdentity.sessionContext.sessionIssuer.arn", words}, {"userIdentity.sessionContext.sessionIssuer.accountId", words},
	{"userIdentity.sessionContext.sessionIssuer.userName", words},
	{"userIdentity.sessionContext.webIdFederationData.federatedProvider", words}, {"userIdentity.sessionContext.webIdFederationData.attributes", free},
	{"userIdentity.sessionContext.ec2RoleDelivery", words}, {"userIdentity.sessionContext.sourceIdentity", words}, {"userIdentity.sessionContext.assumedRoot", words},
	{"requestParameters", free}, {"serviceEventDetails", free}, {"eventContext", free}, {"edgeDeviceDetails", free},
	{"responseElements.ConsoleLogin", words}, {"responseElements.SwitchRole", words}, {"responseElements.CheckMfa", words},
	{"additionalEventData.MFAUsed", words}, {"additionalEventData.MFAIdentifier", words}, {"additionalEventData.LoginTo", words},
	{"additionalEventData.MobileVersion", words}, {"additionalEventData.SamlProviderArn", words}, {"additionalEventData.SwitchFrom", words},
	{"additionalEventData.SwitchTo", words}, {"additionalEventData.AuthenticationMethod", words}, {"additionalEventData.SignatureVersion", words},
	{"additionalEventData.CipherSuite", words}, {"additionalEventData.vpcEndpointId", words}, {"additionalEventData.bytesTransferredIn", number},
	{"additionalEventData.bytesTransferredOut", number}, {"additionalEventData.UserName", words}, {"additionalEventData.CredentialType", words},
	{"resources.ARN", words}, {"resources.ARNPrefix", words}, {"resources.accountId", words}, {"resources.type", words},
	{"tlsDetails.tlsVersion", words}, {"tlsDetails.cipherSuite", words}, {"tlsDetails.clientProvidedHostHeader", words}, {"tlsDetails.keyExchange", words},
	{"addendum.reason", words}, {"addendum.updatedFields", words}, {"addendum.originalRequestID", words}, {"addendum.originalEventID", words},
	{"insightDetails.state", words}, {"insightDetails.eventSource", words}, {"insightDetails.eventName", words}, {"insightDetails.insightType", words},
	{"insightDetails.errorCode", words}, {"insightDetails.insightContext", free},
}
