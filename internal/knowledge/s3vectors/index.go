package s3vectors

import (
	"cmp"
	"context"
	"errors"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3vectors"
	"github.com/aws/aws-sdk-go-v2/service/s3vectors/document"
	"github.com/aws/aws-sdk-go-v2/service/s3vectors/types"

	"alex"
	"alex/internal/awshttp"
	"alex/internal/knowledge"
)

// Limits of the service.
const (
	mostVectors = 500       // of a call that puts or deletes
	mostNumbers = 1_200_000 // of a call that puts, which may have 20 MiB
	mostFound   = 100       // of a question
)

// Options say where the index is.
type Options struct {
	Bucket   string           // the vector bucket's name
	Name     string           // the index's
	Model    knowledge.Model  // what makes the vectors
	AWS      aws.Config       // region and credentials
	Endpoint string           // empty is that of the region
	HTTP     *http.Client     // nil is the default
	Now      func() time.Time // for a Retry-After that is a date; nil is time.Now
}

// Index is a knowledge.Index. It is safe for concurrent use.
type Index struct {
	bucket, name string
	model        knowledge.Model
	now          func() time.Time
	service      *s3vectors.Client
	fits         atomic.Bool // the index was asked, and is of the right kind
}

// New is an index by o. It tries each call once.
func New(o Options) *Index {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.AWS.Credentials == nil {
		o.AWS.Credentials = aws.CredentialsProviderFunc(none)
	}
	return &Index{
		bucket: o.Bucket, name: o.Name, model: o.Model, now: o.Now,
		service: s3vectors.NewFromConfig(o.AWS, func(s *s3vectors.Options) {
			s.Retryer = aws.NopRetryer{}
			s.HTTPClient = awshttp.Steady(knowledge.HTTPClient(o.HTTP))
			if o.Endpoint != "" {
				s.BaseEndpoint = aws.String(o.Endpoint)
			}
		}),
	}
}

func none(context.Context) (aws.Credentials, error) {
	return aws.Credentials{}, errors.New("no credentials")
}

// who is the index as an operator knows it.
func (x *Index) who() string { return "the S3 Vectors index " + x.bucket + "/" + x.name }

// Names of metadata. All have to be filterable, which is what metadata is unless
// the index says otherwise.
const (
	tenantKey   = "tenant"
	modelKey    = "model" // vectors of two models are never compared
	documentKey = "document"
)

// label is a tenant in metadata. A person is written so that none can be called
// everybody.
func label(tenant knowledge.Tenant) string {
	if tenant == knowledge.Everybody {
		return "everybody"
	}
	return "person:" + string(tenant)
}

func keyOf(at knowledge.Place) string {
	return string(at.Document) + "/" + strconv.Itoa(at.Ordinal)
}

func placeOf(key string) (knowledge.Place, bool) {
	id, ordinal, ok := strings.Cut(key, "/")
	n, err := strconv.Atoi(ordinal)
	return knowledge.Place{Document: alex.ID(id), Ordinal: n}, ok && err == nil && id != "" && n >= 0
}

// Put writes the vectors of a document's passages, at most 500 in a call. Where a
// later call fails the first ones stand; to put all again is what helps.
func (x *Index) Put(ctx context.Context, tenant knowledge.Tenant, id alex.ID, entries []knowledge.Entry) error {
	for _, e := range entries {
		if len(e.Vector) != x.model.Dimension {
			return alex.Errorf(alex.CodeInternal, "a vector of %d numbers does not go into %s, which has %d", len(e.Vector), x.who(), x.model.Dimension)
		}
	}
	if err := x.check(ctx); err != nil {
		return err
	}
	most := max(1, min(mostVectors, mostNumbers/max(1, x.model.Dimension)))
	for chunk := range slices.Chunk(entries, most) {
		vectors := make([]types.PutInputVector, 0, len(chunk))
		for _, e := range chunk {
			vectors = append(vectors, types.PutInputVector{
				Key:  aws.String(keyOf(knowledge.Place{Document: id, Ordinal: e.Ordinal})),
				Data: &types.VectorDataMemberFloat32{Value: e.Vector},
				Metadata: document.NewLazyDocument(map[string]string{
					tenantKey: label(tenant), modelKey: x.model.Name, documentKey: string(id),
				}),
			})
		}
		_, err := x.service.PutVectors(ctx, &s3vectors.PutVectorsInput{
			VectorBucketName: &x.bucket, IndexName: &x.name, Vectors: vectors,
		})
		if err != nil {
			return x.failed(ctx, err)
		}
	}
	return nil
}

// Remove deletes the vectors of a document's passages by their keys.
func (x *Index) Remove(ctx context.Context, _ knowledge.Tenant, id alex.ID, passages int) error {
	keys := make([]string, passages)
	for i := range keys {
		keys[i] = keyOf(knowledge.Place{Document: id, Ordinal: i})
	}
	for chunk := range slices.Chunk(keys, mostVectors) {
		_, err := x.service.DeleteVectors(ctx, &s3vectors.DeleteVectorsInput{
			VectorBucketName: &x.bucket, IndexName: &x.name, Keys: chunk,
		})
		if err != nil {
			return x.failed(ctx, err)
		}
	}
	return nil
}

// Nearest asks for at most 100 passages.
func (x *Index) Nearest(ctx context.Context, person alex.PersonID, question knowledge.Vector, k int) ([]knowledge.Near, error) {
	if k < 1 || k > mostFound {
		return nil, alex.Invalid("k", "%d is not between 1 and %d", k, mostFound)
	}
	if err := x.check(ctx); err != nil {
		return nil, err
	}
	tenants := []string{label(knowledge.Everybody)}
	if person != "" {
		tenants = append(tenants, label(person))
	}
	answer, err := x.service.QueryVectors(ctx, &s3vectors.QueryVectorsInput{
		VectorBucketName: &x.bucket, IndexName: &x.name, TopK: aws.Int32(int32(k)),
		QueryVector:    &types.VectorDataMemberFloat32{Value: question},
		Filter:         document.NewLazyDocument(filter(tenants, x.model.Name)),
		ReturnDistance: true, ReturnMetadata: true,
	})
	if err != nil {
		return nil, x.failed(ctx, err)
	}
	return x.read(answer, tenants, k)
}

func filter(tenants []string, model string) any {
	return map[string]any{"$and": []any{
		map[string]any{tenantKey: map[string]any{"$in": tenants}},
		map[string]any{modelKey: map[string]any{"$eq": model}},
	}}
}

// read is what was found. A passage of another tenant is an error: then the
// filter does not hold, and nothing that came can be trusted.
func (x *Index) read(answer *s3vectors.QueryVectorsOutput, tenants []string, k int) ([]knowledge.Near, error) {
	if answer.DistanceMetric != types.DistanceMetricCosine {
		return nil, x.unfit("it measures by "+string(answer.DistanceMetric), "cosine")
	}
	if len(answer.Vectors) > k {
		return nil, knowledge.Unreadable(x.who(), "%d passages, and not with %d", len(answer.Vectors), k)
	}
	list := make([]knowledge.Near, 0, len(answer.Vectors))
	for _, v := range answer.Vectors {
		var said map[string]any
		if v.Metadata == nil || v.Metadata.UnmarshalSmithyDocument(&said) != nil {
			return nil, knowledge.Unreadable(x.who(), "a passage that does not say whose it is")
		}
		if tenant, _ := said[tenantKey].(string); !slices.Contains(tenants, tenant) || said[modelKey] != x.model.Name {
			return nil, knowledge.Unreadable(x.who(), "a passage of another tenant or model: its filter does not hold")
		}
		at, ok := placeOf(aws.ToString(v.Key))
		if !ok || v.Distance == nil || math.IsNaN(float64(*v.Distance)) {
			return nil, knowledge.Unreadable(x.who(), "a passage without a place or a distance")
		}
		list = append(list, knowledge.Near{Place: at, Score: min(1, max(-1, 1-float64(*v.Distance)))})
	}
	slices.SortFunc(list, func(a, b knowledge.Near) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Document, b.Document), cmp.Compare(a.Ordinal, b.Ordinal))
	})
	return list, nil
}

// check asks once whether the index has the right kind of vectors, measures by
// cosine and can leave out tenants.
func (x *Index) check(ctx context.Context) error {
	if x.fits.Load() {
		return nil
	}
	answer, err := x.service.GetIndex(ctx, &s3vectors.GetIndexInput{VectorBucketName: &x.bucket, IndexName: &x.name})
	if err != nil {
		return x.failed(ctx, err)
	}
	if answer.Index == nil {
		return knowledge.Unreadable(x.who(), "nothing about itself")
	}
	if n := int(aws.ToInt32(answer.Index.Dimension)); n != x.model.Dimension {
		return x.unfit("its vectors have "+strconv.Itoa(n)+" numbers", strconv.Itoa(x.model.Dimension)+", which those of "+x.model.Name+" have")
	}
	if m := answer.Index.DistanceMetric; m != types.DistanceMetricCosine {
		return x.unfit("it measures by "+string(m), "cosine")
	}
	if m := answer.Index.MetadataConfiguration; m != nil {
		for _, key := range []string{tenantKey, modelKey} {
			if slices.Contains(m.NonFilterableMetadataKeys, key) {
				return x.unfit("it cannot filter by "+key, "one that can")
			}
		}
	}
	x.fits.Store(true)
	return nil
}

// unfit is the error of an index of another kind: only another one helps.
func (x *Index) unfit(is, wanted string) error {
	return alex.Errorf(alex.CodeConflict, "%s does not fit: %s, and not %s; make another index and embed the passages anew (alex research embed)", x.who(), is, wanted)
}
