using FsCheck;
using FsCheck.Fluent;
using OtelBridge.Store.Search;
using OtelBridge.TestSupport;

namespace OtelBridge.Store.Tests.Search;

/// <summary>What holds for every filter: a tree can be written and read back, and no text does more harm than an error.</summary>
public sealed class FilterPropertyTests
{
    private static readonly string[] Pieces =
    [
        "name", "status", "timestamp_ms", "trace", "trace.text", "tags.", "tags.`a b`",
        "metadata.\"x\"", "span.attributes.x", "span.", "feedback.ok", "tokens.total",
        "service.name", "`", "'", "\"", "'a'", "\"a\"", "''",
        "5", "-0.5", "1e999", ".", "=", "!=", "<", ">=", "==", "LIKE", "ilike", "RLIKE", "IN", "NOT", "NOT IN",
        "MATCH", "AND", "OR", "(", ")", ",", ";", "('a','b')", "()", " ", "\n", "\0", "😀", "\ud83d", "metrics.x", "params.x", "run_id", "creation_time", "IS NULL",
    ];

    private static readonly string[] Valid =
    [
        "status = 'ERROR' AND execution_time_ms > 2000",
        "name LIKE 'chat%' AND tags.environment = 'prod' AND metadata.`mlflow.trace.user` = 'ada'",
        "span.type = 'TOOL' AND span.name IN ('search', 'fetch')",
        "span.attributes.`gen_ai.request.temperature` >= 0.7",
        "feedback.correctness = 'false' OR tokens.total > 10000",
        "trace.text MATCH 'refund policy' AND NOT (model LIKE 'gpt-3%' OR error RLIKE '^time(out)?$')",
        "request_metadata.\"mlflow.source.name\" NOT IN (\"a\", 'it''s')",
    ];

    [Fact]
    public void TraceFilter_AnyTreeWrittenAsText_IsReadBack() => RoundTrip(TraceVocabulary.Instance, TraceFilter.Parse);

    [Fact]
    public void ExperimentFilter_AnyTreeWrittenAsText_IsReadBack() => RoundTrip(ExperimentVocabulary.Instance, ExperimentFilter.Parse);

    [Fact]
    public void RunFilter_AnyTreeWrittenAsText_IsReadBack() => RoundTrip(RunVocabulary.Instance, RunFilter.Parse);

    [Fact]
    public void Parse_AnyText_IsReadOrRefused() =>
        Prop.ForAll<NonNull<string>>(text => IsReadOrRefused(text.Get)).ShouldHold(2000);

    [Fact]
    public void Parse_AnyPieces_AreReadOrRefused() =>
        Prop.ForAll(
            Gen.Elements(Pieces).ListOf().Select(pieces => string.Join(pieces.Count % 2 == 0 ? " " : "", pieces)).ToArbitrary(), IsReadOrRefused).ShouldHold(2000);

    [Fact]
    public void Parse_AnyDamageToAFilter_IsReadOrRefused() =>
        Prop.ForAll(Damaged().ToArbitrary(), IsReadOrRefused).ShouldHold(2000);

    [Theory]
    [InlineData("(")]
    [InlineData("NOT ")]
    [InlineData("name = 'a' AND ")]
    [InlineData("name IN ('a',")]
    [InlineData("'")]
    [InlineData("`a`.")]
    [InlineData("a.")]
    [InlineData("=")]
    [InlineData("9")]
    [InlineData("name = 'a' OR (")]
    public void Parse_OnePieceOverAndOver_IsReadOrRefused(string piece) =>
        IsReadOrRefused(string.Concat(Enumerable.Repeat(piece, 16 * 1024 / piece.Length)));

    private static void RoundTrip(FilterVocabulary vocabulary, Func<string, FilterNode?> parse) =>
        Prop.ForAll(FilterTrees.Of(vocabulary).ToArbitrary(), tree =>
        {
            var text = FilterText.Of(tree, vocabulary);

            TreeText.Of(parse(text)).ShouldBe(TreeText.Of(tree), text);
            parse(text).ShouldBe(tree, text);
        }).ShouldHold(1000);

    // Cuts, doubles and replaces stretches of a filter that is right.
    private static Gen<string> Damaged() =>
        from text in Gen.Elements(Valid)
        from wounds in Gen.Choose(1, 3).SelectMany(count => Wound().ArrayOf(count))
        select wounds.Aggregate(text, (damaged, wound) =>
        {
            var start = wound.Place % (damaged.Length + 1);
            var end = Math.Min(damaged.Length, start + wound.Length);
            return damaged[..start] + wound.Piece + (wound.IsDoubled ? damaged[start..end] + damaged[start..] : damaged[end..]);
        });

    private static Gen<(int Place, int Length, string Piece, bool IsDoubled)> Wound() =>
        from place in Gen.Choose(0, 200)
        from length in Gen.Choose(0, 8)
        from piece in Gen.Elements(["", "", .. Pieces])
        from isDoubled in Gen.Elements(true, false)
        select (place, length, piece, isDoubled);

    private static void IsReadOrRefused(string text)
    {
        foreach (var parse in new Func<string, object?>[]
        {
            TraceFilter.Parse, ExperimentFilter.Parse, RunFilter.Parse,
            clause => TraceOrder.Parse([clause]), clause => ExperimentOrder.Parse([clause]), clause => RunOrder.Parse([clause]),
        })
        {
            try
            {
                parse(text);
            }
            catch (InvalidFilterException e)
            {
                e.Message.ShouldContain(": expected ");
            }
        }
    }
}
