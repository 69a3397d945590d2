package cloud

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"mime"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront"
	front "github.com/aws/aws-sdk-go-v2/service/cloudfront/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"golang.org/x/sync/errgroup"

	"alex"
)

// KeepAssets is how long an asset stays after a page that names it was replaced: who
// has that page open still loads it.
const KeepAssets = 7 * 24 * time.Hour

const (
	index    = "index.html"
	manifest = "deploy.json" // since when assets are gone from the page
	sumField = "sha256"      // of an object's metadata

	sumsAtOnce = 8
	mostRecord = 1 << 20 // bytes of the manifest
)

// Cache headers, the same as the program sends when it serves the page itself.
const (
	CacheAsset = "public, max-age=31536000, immutable"
	CachePage  = "no-cache"
)

// File is one of the site.
type File struct {
	Key, Type, Cache string
	Body             []byte
}

func (f File) sum() string {
	sum := sha256.Sum256(f.Body)
	return hex.EncodeToString(sum[:])
}

// SiteFiles are the files of a built page, by their names. Copies that are compressed
// already are left out: CloudFront compresses by itself.
func SiteFiles(dist fs.FS) ([]File, error) {
	var files []File
	err := fs.WalkDir(dist, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasPrefix(path.Base(name), ".") || path.Ext(name) == ".gz" || path.Ext(name) == ".br" {
			return err
		}
		if !entry.Type().IsRegular() { // everybody can read what is uploaded
			return alex.Invalid("site", "%s of the page is no file but leads elsewhere: run make page again", name)
		}
		body, err := fs.ReadFile(dist, name)
		files = append(files, File{name, contentType(path.Ext(name)), cacheOf(name), body})
		return err
	})
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(files, func(f File) bool { return f.Key == index && len(f.Body) > 0 }) {
		return nil, alex.Invalid("site", "the page is not built: run make page first")
	}
	if slices.ContainsFunc(files, func(f File) bool { return f.Key == manifest }) {
		return nil, alex.Invalid("site", "the page has a file %s, which is the name of what a deployment notes down", manifest)
	}
	return files, nil
}

func isAsset(key string) bool { return strings.HasPrefix(key, "assets/") }

// cacheOf says how long a file may be kept: what has a hash in its name for ever.
func cacheOf(key string) string {
	if isAsset(key) {
		return CacheAsset
	}
	return CachePage
}

// contentType does not ask the system for what a page is made of: systems differ.
func contentType(ending string) string {
	switch ending {
	case ".html":
		return "text/html; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".json":
		return "application/json"
	case ".woff2":
		return "font/woff2"
	case ".png":
		return "image/png"
	case ".ico":
		return "image/x-icon"
	case ".txt":
		return "text/plain; charset=utf-8"
	case ".webmanifest":
		return "application/manifest+json"
	}
	return firstOf(mime.TypeByExtension(ending), "application/octet-stream")
}

// SitePlan is what a deployment of the site does, in this order.
type SitePlan struct {
	Upload     []File // assets first, index.html last
	Same       int    // files that are there as they should be
	Delete     []string
	Keep       map[string]time.Time // assets that the page has no more, and when they go
	Invalidate []string             // paths

	gone map[string]time.Time // since when; the next manifest
}

// Site is the bucket and the distribution before it.
type Site struct {
	account *Account
	target  Target
	objects *s3.Client
	front   *cloudfront.Client
}

// Site is that of a target; what lacks there is CodeInvalid.
func (a *Account) Site(t Target) (*Site, error) {
	if err := t.site(); err != nil {
		return nil, err
	}
	settings := a.in(t.Region)
	return &Site{
		account: a, target: t, front: cloudfront.NewFromConfig(settings),
		objects: s3.NewFromConfig(settings, func(o *s3.Options) {
			o.UsePathStyle = o.BaseEndpoint != nil                                    // stand-ins have one host
			o.RequestChecksumCalculation = aws.RequestChecksumCalculationWhenRequired // TLS says as much
		}),
	}, nil
}

// Plan compares the files with what is in the bucket, and changes nothing. A bucket
// that holds other things than a site of Alex is refused: they would be deleted.
func (s *Site) Plan(ctx context.Context, files []File) (SitePlan, error) {
	there, err := s.list(ctx)
	if err != nil {
		return SitePlan{}, err
	}
	_, hasIndex := there[index]
	_, hasManifest := there[manifest]
	if len(there) > 0 && !hasIndex && !hasManifest && !slices.ContainsFunc(slices.Collect(maps.Keys(there)), isAsset) {
		return SitePlan{}, alex.Errorf(alex.CodeConflict, "the bucket %s holds other things than a site of Alex, and they would be deleted: empty it, or name another", s.target.Bucket)
	}
	p := SitePlan{Keep: map[string]time.Time{}, gone: map[string]time.Time{}}
	if p.Upload, err = s.changed(ctx, files, there); err != nil {
		return SitePlan{}, err
	}
	p.Same = len(files) - len(p.Upload)
	var gone map[string]time.Time
	if hasManifest {
		if gone, err = s.record(ctx); err != nil {
			return SitePlan{}, err
		}
	}
	for _, f := range files {
		delete(there, f.Key)
	}
	delete(there, manifest)
	p.sort(there, gone, s.account.now())
	p.Invalidate = []string{"/", "/" + index}
	for _, f := range p.Upload {
		if !isAsset(f.Key) && f.Key != index {
			p.Invalidate = append(p.Invalidate, "/"+f.Key)
		}
	}
	return p, nil
}

// sort says what becomes of what the page has no more: an asset stays for KeepAssets
// after it was found gone first, all else goes.
func (p *SitePlan) sort(left map[string]bool, gone map[string]time.Time, now time.Time) {
	for _, key := range slices.Sorted(maps.Keys(left)) {
		if !isAsset(key) {
			p.Delete = append(p.Delete, key)
			continue
		}
		since, known := gone[key]
		if !known || since.After(now) {
			since = now
		}
		if now.Sub(since) >= KeepAssets {
			p.Delete = append(p.Delete, key)
			continue
		}
		p.gone[key] = since
		p.Keep[key] = since.Add(KeepAssets)
	}
}

// Apply does what a plan says, and answers the invalidation's id. Tell hears of each
// upload and deletion. Where it fails before index.html is there, the site is as it
// was; after that it is the new one. Coming again goes on from there.
func (s *Site) Apply(ctx context.Context, p SitePlan, tell func(what, key string)) (string, error) {
	for i, f := range p.Upload {
		if err := s.put(ctx, f); err != nil {
			return "", fmt.Errorf("%d of %d files are uploaded, and the site works as before (%s failed): %w", i, len(p.Upload), f.Key, err)
		}
		tell("uploaded", f.Key)
	}
	record, err := json.Marshal(map[string]any{"version": 1, "gone": p.gone})
	if err != nil {
		return "", err
	}
	if err := s.put(ctx, File{manifest, "application/json", CachePage, record}); err != nil {
		return "", fmt.Errorf("the new site is there, and what is old was not noted down: %w", err)
	}
	id, err := s.invalidate(ctx, p.Invalidate)
	if err != nil {
		return "", fmt.Errorf("the new site is there, and CloudFront was not told: %w", err)
	}
	for _, key := range p.Delete {
		_, err := s.objects.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: &s.target.Bucket, Key: &key})
		if err != nil {
			return id, fmt.Errorf("the new site is there, and %s was not deleted: %w", key, failed(ctx, call{"s3:DeleteObject", s.arn(key)}, err))
		}
		tell("deleted", key)
	}
	return id, nil
}

func (s *Site) arn(key string) string { return "arn:aws:s3:::" + s.target.Bucket + "/" + key }

// list is every key of the bucket.
func (s *Site) list(ctx context.Context) (map[string]bool, error) {
	keys := map[string]bool{}
	in := &s3.ListObjectsV2Input{Bucket: &s.target.Bucket}
	for more := true; more; more = in.ContinuationToken != nil {
		page, err := s.objects.ListObjectsV2(ctx, in)
		if err != nil {
			return nil, failed(ctx, call{"s3:ListBucket", "arn:aws:s3:::" + s.target.Bucket}, err)
		}
		for _, o := range page.Contents {
			keys[aws.ToString(o.Key)] = true
		}
		in.ContinuationToken = page.NextContinuationToken
	}
	return keys, nil
}

// changed are the files that are not there, or not with the same bytes and headers, in
// the order in which they are uploaded.
func (s *Site) changed(ctx context.Context, files []File, there map[string]bool) ([]File, error) {
	same := make([]bool, len(files))
	group, within := errgroup.WithContext(ctx)
	group.SetLimit(sumsAtOnce)
	for i, f := range files {
		if !there[f.Key] {
			continue
		}
		group.Go(func() error {
			head, err := s.objects.HeadObject(within, &s3.HeadObjectInput{Bucket: &s.target.Bucket, Key: &f.Key})
			if err != nil {
				return failed(within, call{"s3:GetObject", s.arn(f.Key)}, err)
			}
			same[i] = head.Metadata[sumField] == f.sum() && aws.ToString(head.CacheControl) == f.Cache && aws.ToString(head.ContentType) == f.Type
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	var list []File
	for i, f := range files {
		if !same[i] {
			list = append(list, f)
		}
	}
	slices.SortStableFunc(list, func(a, b File) int { return turn(a.Key) - turn(b.Key) })
	return list, nil
}

// turn is when a file is uploaded: what a page needs before the page.
func turn(key string) int {
	switch {
	case isAsset(key):
		return 0
	case key == index:
		return 2
	}
	return 1
}

func (s *Site) put(ctx context.Context, f File) error {
	_, err := s.objects.PutObject(ctx, &s3.PutObjectInput{
		Bucket: &s.target.Bucket, Key: &f.Key, Body: bytes.NewReader(f.Body), ContentType: &f.Type, CacheControl: &f.Cache,
		Metadata: map[string]string{sumField: f.sum()},
	})
	return failed(ctx, call{"s3:PutObject", s.arn(f.Key)}, err)
}

// record reads since when assets are gone. One that cannot be understood is as none:
// what it named stays a week longer.
func (s *Site) record(ctx context.Context) (map[string]time.Time, error) {
	answer, err := s.objects.GetObject(ctx, &s3.GetObjectInput{Bucket: &s.target.Bucket, Key: aws.String(manifest)})
	if err != nil {
		return nil, failed(ctx, call{"s3:GetObject", s.arn(manifest)}, err)
	}
	defer func() { _ = answer.Body.Close() }() // only read
	text, err := io.ReadAll(io.LimitReader(answer.Body, mostRecord))
	if err != nil {
		return nil, alex.Errorf(alex.CodeUnavailable, "S3 broke off while %s was read: run the command again", manifest)
	}
	var is struct{ Gone map[string]time.Time }
	if json.Unmarshal(text, &is) != nil {
		return nil, nil
	}
	return is.Gone, nil
}

func (s *Site) invalidate(ctx context.Context, paths []string) (string, error) {
	answer, err := s.front.CreateInvalidation(ctx, &cloudfront.CreateInvalidationInput{
		DistributionId: &s.target.DistributionID,
		InvalidationBatch: &front.InvalidationBatch{
			CallerReference: aws.String("alex-" + strconv.FormatInt(s.account.now().UnixNano(), 10)),
			Paths:           &front.Paths{Quantity: aws.Int32(int32(len(paths))), Items: paths}, //nolint:gosec // a handful
		},
	})
	if err != nil {
		return "", failed(ctx, call{"cloudfront:CreateInvalidation", "distribution " + s.target.DistributionID}, err)
	}
	if answer.Invalidation == nil {
		return "", nil
	}
	return aws.ToString(answer.Invalidation.Id), nil
}
