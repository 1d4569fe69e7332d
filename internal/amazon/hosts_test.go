package amazon_test

import (
	"testing"

	"github.com/alertplan/alertplan/internal/amazon"
)

func TestParseHost(t *testing.T) {
	for name, want := range map[string]amazon.Host{
		"search-logs-abc123.eu-west-1.es.amazonaws.com":    {Service: "es", Region: "eu-west-1"},
		"vpc-logs-abc123.us-gov-west-1.es.amazonaws.com":   {Service: "es", Region: "us-gov-west-1"},
		"SEARCH-logs-abc.AP-northeast-1.ES.amazonaws.com.": {Service: "es", Region: "ap-northeast-1"},
		"search-logs-abc.cn-north-1.es.amazonaws.com.cn":   {Service: "es", Region: "cn-north-1"},
		"search-logs-abc.aos.eu-central-1.on.aws":          {Service: "es", Region: "eu-central-1"},
		"abc123.us-east-1.aoss.amazonaws.com":              {Service: "aoss", Region: "us-east-1"},
		"abc123.aoss.us-east-1.on.aws":                     {Service: "aoss", Region: "us-east-1"},
		"search.example.com":                               {},
		"es.amazonaws.com":                                 {},
		"x.eu-west-1.es.amazonaws.com.example.com":         {},
		"x.eu-west-1.ec2.amazonaws.com":                    {},
		"127.0.0.1":                                        {},
		"":                                                 {},
	} {
		if got := amazon.ParseHost(name); got != want {
			t.Errorf("ParseHost(%q) = %+v, want %+v", name, got, want)
		}
	}
}

func TestIsRegion(t *testing.T) {
	for name, want := range map[string]bool{
		"eu-west-1": true, "us-gov-east-1": true, "ap-southeast-12": true, "us-isob-east-1": true,
		"eu-west": false, "EU-WEST-1": false, "eu_west_1": false, "": false, "1-eu-west": false, "eu-west-1a": false, "eu-west-1 ": false,
	} {
		if amazon.IsRegion(name) != want {
			t.Errorf("IsRegion(%q) = %v", name, !want)
		}
	}
}
