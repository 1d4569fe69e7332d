package alertapi

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials/ec2rolecreds"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/feature/ec2/imds"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go/logging"
)

// credentialSource is where the credentials of signatures come from.
type credentialSource struct {
	provider aws.CredentialsProvider
	cfg      AWS
	hide     func(...string) // nil: nobody hides them

	mu    sync.Mutex
	found string // which link of the chain had them, as the SDK names it
}

// newCredentialSource reads the environment and the files in ~/.aws, and asks
// nobody. The region is the one that is given, else theirs, else "".
func newCredentialSource(given AWS, region string) (source *credentialSource, itsRegion string, err error) {
	options := []func(*config.LoadOptions) error{config.WithLogger(logging.Nop{})}
	if region != "" {
		options = append(options, config.WithRegion(region))
	}
	if given.Profile != "" {
		options = append(options, config.WithSharedConfigProfile(given.Profile))
	}
	loaded, err := config.LoadDefaultConfig(context.Background(), options...)
	if err != nil {
		return nil, "", whyNoProfile(err)
	}
	loaded, err = config.LoadDefaultConfig(context.Background(), append(options, askMachineOnce(loaded))...)
	if err != nil {
		return nil, "", whyNoProfile(err)
	}
	source = &credentialSource{provider: loaded.Credentials, cfg: given}
	if role := given.AssumeRole; role != nil {
		source.provider = aws.NewCredentialsCache(stscreds.NewAssumeRoleProvider(sts.NewFromConfig(loaded), role.RoleARN, func(o *stscreds.AssumeRoleOptions) {
			o.RoleSessionName = cmp.Or(role.SessionName, "alertplan")
			if role.ExternalID != "" {
				o.ExternalID = &role.ExternalID
			}
		}))
	}
	return source, loaded.Region, nil
}

// askMachineOnce looks for the role of the machine with one attempt, which ends in
// a quarter of a second where there is none: the SDK's three, with pauses, keep
// everybody waiting who has no credentials and is not at Amazon.
func askMachineOnce(loaded aws.Config) config.LoadOptionsFunc {
	return config.WithEC2RoleCredentialOptions(func(o *ec2rolecreds.Options) {
		o.Client = imds.NewFromConfig(loaded, func(o *imds.Options) { o.Retryer = aws.NopRetryer{} })
	})
}

// retrieve gives credentials that have not expired. Its error is a
// *credentialsError, or the context's.
func (s *credentialSource) retrieve(ctx context.Context) (aws.Credentials, error) {
	credentials, err := s.provider.Retrieve(ctx)
	switch {
	case errors.Is(ctx.Err(), context.Canceled):
		return credentials, ctx.Err()
	case err != nil:
		return credentials, &credentialsError{reason: s.whyNone(err), err: err}
	}
	s.mu.Lock()
	s.found = credentials.Source
	s.mu.Unlock()
	if s.hide != nil {
		s.hide(credentials.SecretAccessKey, credentials.SessionToken)
	}
	return credentials, nil
}

// from says where the credentials come from, as far as it is known by now.
func (s *credentialSource) from() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	words := "the AWS SDK's chain"
	if s.found != "" {
		words = strings.TrimSuffix(s.found, "Credentials")
	}
	if s.cfg.Profile != "" {
		words += ", profile " + s.cfg.Profile
	}
	if s.cfg.AssumeRole != nil {
		words += ", role " + s.cfg.AssumeRole.RoleARN
	}
	return words
}
