package convert

import (
	"slices"
	"strings"
)

// ofCloudTrail are the first words of the fields of CloudTrail's events (AWS's page
// "CloudTrail record contents").
var ofCloudTrail = []string{
	"eventVersion", "userIdentity", "eventTime", "eventSource", "eventName", "awsRegion", "sourceIPAddress", "userAgent", "errorCode", "errorMessage",
	"requestParameters", "responseElements", "additionalEventData", "requestID", "eventID", "eventType", "apiVersion", "managementEvent", "readOnly",
	"resources", "recipientAccountId", "serviceEventDetails", "sharedEventID", "vpcEndpointId", "eventCategory", "sessionCredentialFromConsole", "tlsDetails", "addendum", "insightDetails",
}

// OfCloudTrail tells whether a field is one that CloudTrail's events can have, by the first
// of its names.
func OfCloudTrail(field string) bool {
	first, _, _ := strings.Cut(field, ".")
	return slices.Contains(ofCloudTrail, first)
}

// MayBeCut tells whether a field's values are often too long for the keyword in which they
// are compared: of those an index has none, by default.
func MayBeCut(field, exact string) bool {
	return (field == "errorMessage" || field == "userAgent") && strings.HasSuffix(exact, ".keyword")
}
