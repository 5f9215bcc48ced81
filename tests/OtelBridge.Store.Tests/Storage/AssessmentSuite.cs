using OtelBridge.Store.Storage;
using OtelBridge.Tracking.V1;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Store.Tests.Storage;

/// <summary>The contract of <see cref="IAssessmentCatalog"/>. Every backend inherits it.</summary>
public abstract class AssessmentSuite : StoreSuite
{
    private const string Nasty = "'; DROP TABLE assessments; -- \" ` % _ \\ 😀";

    [Fact]
    public async Task Create_WithEveryField_ComesBackEqual()
    {
        await IngestAsync(Request(Span(1, 1)));
        var sent = new Assessment
        {
            TraceId = TraceIdText(1),
            Name = Nasty,
            SpanId = SpanIdText(1),
            SourceType = AssessmentSourceType.LlmJudge,
            SourceId = Nasty,
            CreateTimeMs = 5,
            LastUpdateTimeMs = 6,
            Feedback = new Feedback { Value = "{\"a\": [1, true]}", Error = new AssessmentError { ErrorCode = "E", ErrorMessage = Nasty, StackTrace = "at\n…" } },
            Rationale = "",
            Metadata = { [Nasty] = Nasty, [""] = "" },
            Valid = false,
        };

        var made = await CreateAsync(sent);

        sent.AssessmentId = made.AssessmentId;
        made.ShouldBe(sent);
        (await ReadAsync(made.AssessmentId)).ShouldBe(sent);
        (await GetAsync(1)).Info.Assessments.ShouldHaveSingleItem().ShouldBe(sent);
    }

    [Fact]
    public async Task Create_WithoutTimes_GetsThemAndIsValid()
    {
        await IngestAsync(Request(Span(1, 1)));

        var made = await CreateAsync(new Assessment { TraceId = TraceIdText(1), Expectation = new Expectation { Value = "42" } });

        made.AssessmentId.ShouldMatch("^a-[0-9a-f]{32}$");
        made.CreateTimeMs.ShouldBeGreaterThan(0);
        made.LastUpdateTimeMs.ShouldBe(made.CreateTimeMs);
        made.Valid.ShouldBeTrue();
        made.Expectation.Value.ShouldBe("42");
        made.HasRationale.ShouldBeFalse();
    }

    [Fact]
    public async Task Override_InvalidatesTheOtherUntilItIsDeleted()
    {
        await IngestAsync(Request(Span(1, 1)));
        var first = await CreateAsync(Judgement("1"));

        var second = await CreateAsync(Judgement("2", first.AssessmentId));
        var replaced = await ReadAsync(first.AssessmentId);
        await DeleteAsync(second.AssessmentId);

        second.Overrides.ShouldBe(first.AssessmentId);
        second.Valid.ShouldBeTrue();
        replaced.Valid.ShouldBeFalse();
        (await ReadAsync(first.AssessmentId)).Valid.ShouldBeTrue();
    }

    [Fact]
    public async Task Override_OfAnAssessmentOfAnotherTrace_IsRefusedAndNothingIsStored()
    {
        await IngestAsync(Request(Span(1, 1), Span(2, 1)));
        var other = Judgement("1");
        other.TraceId = TraceIdText(2);
        var made = await CreateAsync(other);

        await Should.ThrowAsync<NotStoredException>(CreateAsync(Judgement("2", made.AssessmentId)));

        (await GetAsync(1)).Info.Assessments.ShouldBeEmpty();
        (await GetAsync(2)).Info.Assessments.ShouldHaveSingleItem().Valid.ShouldBeTrue();
    }

    [Fact]
    public async Task Update_ChangesTheFieldsOfTheMaskOnly()
    {
        await IngestAsync(Request(Span(1, 1)));
        var judgement = Judgement("1");
        judgement.Metadata.Add(new Dictionary<string, string> { ["kept"] = "1", ["changed"] = "1" });
        var made = await CreateAsync(judgement);
        var change = new Assessment
        {
            TraceId = TraceIdText(1),
            AssessmentId = made.AssessmentId,
            Name = "other",
            Feedback = new Feedback { Value = "2" },
            Rationale = "because",
            Valid = false,
            SourceId = "never",
            Metadata = { ["changed"] = "2" },
        };

        var one = await UpdateAsync(change, "rationale", "metadata");
        var two = await UpdateAsync(change, "name", "feedback", "valid");

        one.Name.ShouldBe(made.Name);
        one.Feedback.Value.ShouldBe("1");
        one.Rationale.ShouldBe("because");
        one.Metadata.ShouldBe(new Dictionary<string, string> { ["kept"] = "1", ["changed"] = "2" }, ignoreOrder: true);
        two.Name.ShouldBe("other");
        two.Feedback.Value.ShouldBe("2");
        two.Valid.ShouldBeFalse();
        two.SourceId.ShouldBeEmpty();
        two.CreateTimeMs.ShouldBe(made.CreateTimeMs);
        (await ReadAsync(made.AssessmentId)).ShouldBe(two);
    }

    [Fact]
    public async Task Update_OfTheOtherKind_IsRefused()
    {
        await IngestAsync(Request(Span(1, 1)));
        var made = await CreateAsync(Judgement("1"));
        var change = new Assessment { TraceId = TraceIdText(1), AssessmentId = made.AssessmentId, Expectation = new Expectation { Value = "2" } };

        await Should.ThrowAsync<RefusedChangeException>(UpdateAsync(change, "expectation"));

        (await ReadAsync(made.AssessmentId)).ShouldBe(made);
    }

    [Fact]
    public async Task Delete_Twice_IsFine()
    {
        await IngestAsync(Request(Span(1, 1)));
        var made = await CreateAsync(Judgement("1"));

        await DeleteAsync(made.AssessmentId);
        await DeleteAsync(made.AssessmentId);

        await Should.ThrowAsync<NotStoredException>(ReadAsync(made.AssessmentId));
    }

    [Fact]
    public async Task Unknown_IsNotStored()
    {
        await Should.ThrowAsync<NotStoredException>(CreateAsync(Judgement("1")));
        await Should.ThrowAsync<NotStoredException>(ReadAsync(Nasty));
        await Should.ThrowAsync<NotStoredException>(DeleteAsync("a-1"));
        await IngestAsync(Request(Span(1, 1)));
        await Should.ThrowAsync<NotStoredException>(ReadAsync(Nasty));
        await Should.ThrowAsync<NotStoredException>(UpdateAsync(new Assessment { TraceId = TraceIdText(1), AssessmentId = "a-1" }, "name"));
        (await Should.ThrowAsync<NotStoredException>(CreateAsync(Judgement("1", overrides: "a-9")))).Message.ShouldContain("a-9");
    }

    [Fact]
    public async Task Create_ManyAtOnce_AllAreThereInOrder()
    {
        await IngestAsync(Request(Span(1, 1)));

        var made = await Task.WhenAll(Enumerable.Range(0, 30).Select(i =>
        {
            var judgement = Judgement($"{i}");
            judgement.CreateTimeMs = 1000 - i;
            return CreateAsync(judgement);
        }));

        (await GetAsync(1)).Info.Assessments.ShouldBe(made.Reverse());
    }

    private static Assessment Judgement(string value, string overrides = "") => new()
    {
        TraceId = TraceIdText(1), Name = "score", Feedback = new Feedback { Value = value }, Overrides = overrides,
    };

    private Task<Assessment> CreateAsync(Assessment assessment) => Store.Assessments.CreateAsync(assessment, CancellationToken.None).WaitAsync(Patience);

    private Task<Assessment> ReadAsync(string id) => Store.Assessments.GetAsync(TraceIdText(1), id, CancellationToken.None).WaitAsync(Patience);

    private Task<Assessment> UpdateAsync(Assessment change, params string[] mask) =>
        Store.Assessments.UpdateAsync(change, mask, CancellationToken.None).WaitAsync(Patience);

    private Task DeleteAsync(string id) => Store.Assessments.DeleteAsync(TraceIdText(1), id, CancellationToken.None).WaitAsync(Patience);
}
