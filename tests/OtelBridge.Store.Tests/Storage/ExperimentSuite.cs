using OtelBridge.Store.Search;
using OtelBridge.Store.Storage;
using OtelBridge.TestSupport;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Tests.Storage;

/// <summary>The contract of <see cref="IExperimentCatalog"/>. Every backend inherits it.</summary>
public abstract class ExperimentSuite : StoreSuite
{
    private const string Nasty = "'; DROP TABLE experiments; -- \" ` % _ \\ 😀";

    private IExperimentCatalog Experiments => Store.Experiments;

    [Fact]
    public async Task Create_WithEveryField_ComesBack()
    {
        var id = await Experiments.CreateAsync(
            new CreateExperimentRequest { Name = Nasty, ArtifactLocation = "s3://bucket/a", Tags = { [Nasty] = Nasty, [""] = "" } }, CancellationToken.None);
        var plain = await CreateExperimentAsync("plain");

        var found = (await FindAsync(id!))!;
        found.Name.ShouldBe(Nasty);
        found.ArtifactLocation.ShouldBe("s3://bucket/a");
        found.Tags.ShouldBe(new Dictionary<string, string> { [Nasty] = Nasty, [""] = "" }, ignoreOrder: true);
        (await FindAsync(plain))!.ArtifactLocation.ShouldBe($"mlflow-artifacts:/{plain}");
        (await Experiments.FindByNameAsync(Nasty, CancellationToken.None)).ShouldBe(found);
    }

    [Fact]
    public async Task Rename_GivesTheNameAndNotesTheTime()
    {
        var id = await CreateExperimentAsync("old");
        var before = (await FindAsync(id))!;

        await Experiments.RenameAsync(id, "new", CancellationToken.None);
        await Experiments.RenameAsync(id, "new", CancellationToken.None);

        var after = (await FindAsync(id))!;
        after.Name.ShouldBe("new");
        after.LastUpdateTimeMs.ShouldBeGreaterThanOrEqualTo(before.LastUpdateTimeMs);
        (await Experiments.FindByNameAsync("old", CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task Rename_ThatCannotBe_SaysWhy()
    {
        var id = await CreateExperimentAsync("mine");
        var other = await CreateExperimentAsync("taken");
        await Experiments.SetLifecycleAsync(other, LifecycleStage.Deleted, CancellationToken.None);

        await Should.ThrowAsync<AlreadyStoredException>(Experiments.RenameAsync(id, "taken", CancellationToken.None));
        await Should.ThrowAsync<RefusedChangeException>(Experiments.RenameAsync(other, "free", CancellationToken.None));
        await Should.ThrowAsync<NotStoredException>(Experiments.RenameAsync("987", "free", CancellationToken.None));
        await Should.ThrowAsync<NotStoredException>(Experiments.RenameAsync(Nasty, "free", CancellationToken.None));
        (await FindAsync(id))!.Name.ShouldBe("mine");
    }

    [Fact]
    public async Task Delete_KeepsTheTracesUntilRestore()
    {
        var id = await CreateExperimentAsync("mine");
        await IngestAsync(OtlpSamples.Request(OtlpSamples.Span(1, 1)), id);

        await Experiments.SetLifecycleAsync(id, LifecycleStage.Deleted, CancellationToken.None);
        var deleted = await FindAsync(id);
        await Should.ThrowAsync<NotStoredException>(Experiments.SetLifecycleAsync(id, LifecycleStage.Deleted, CancellationToken.None));
        await Should.ThrowAsync<RefusedChangeException>(Experiments.SetTagAsync(id, "a", "b", CancellationToken.None));
        await Should.ThrowAsync<RefusedChangeException>(
            Store.Records.PutAsync(new TraceRecord { TraceId = OtlpSamples.TraceIdText(2), ExperimentId = id }, CancellationToken.None));
        await Experiments.SetLifecycleAsync(id, LifecycleStage.Active, CancellationToken.None);

        deleted!.LifecycleStage.ShouldBe(LifecycleStage.Deleted);
        (await FindAsync(id))!.LifecycleStage.ShouldBe(LifecycleStage.Active);
        (await GetAsync(1)).Info.ExperimentId.ShouldBe(id);
        (await FindInfoAsync(2)).ShouldBeNull();
    }

    [Fact]
    public async Task Tag_SetTwiceAndDeleted_IsGone()
    {
        var id = await CreateExperimentAsync("mine");

        await Experiments.SetTagAsync(id, "k", "1", CancellationToken.None);
        await Experiments.SetTagAsync(id, "k", "2", CancellationToken.None);
        var set = await FindAsync(id);
        await Experiments.DeleteTagAsync(id, "k", CancellationToken.None);

        set!.Tags["k"].ShouldBe("2");
        (await FindAsync(id))!.Tags.ShouldBeEmpty();
        await Should.ThrowAsync<NotStoredException>(Experiments.DeleteTagAsync(id, "k", CancellationToken.None));
        await Should.ThrowAsync<NotStoredException>(Experiments.SetTagAsync("987", "k", "v", CancellationToken.None));
    }

    [Theory]
    [InlineData(LifecycleView.Unspecified, "b a")]
    [InlineData(LifecycleView.Active, "b a")]
    [InlineData(LifecycleView.Deleted, "c")]
    [InlineData(LifecycleView.All, "c b a")]
    public async Task Search_ByView_FindsThoseStages(LifecycleView view, string names)
    {
        await CreateThreeAsync();

        (await NamesAsync(new SearchExperimentsRequest { View = view, Filter = "name != 'Default'" })).ShouldBe(names);
    }

    [Theory]
    [InlineData("", "c b a")]
    [InlineData("name = 'a'", "a")]
    [InlineData("name LIKE '%A%'", "")]
    [InlineData("name ILIKE '%A%'", "a")]
    [InlineData("tags.color = 'red'", "b a")]
    [InlineData("tags.color != 'red'", "c")]
    [InlineData("tag.size = 'x'", "")]
    [InlineData("NOT tag.color = 'red'", "c")]
    [InlineData("NOT tag.size = 'x'", "c b a")]
    [InlineData("creation_time > 0 AND last_update_time > 0", "c b a")]
    [InlineData("name = 'a' OR name = 'c'", "c a")]
    public async Task Search_ByFilter_FindsWhatHolds(string filter, string names)
    {
        await CreateThreeAsync();
        var all = filter.Length == 0 ? "name != 'Default'" : $"({filter}) AND name != 'Default'";

        (await NamesAsync(new SearchExperimentsRequest { View = LifecycleView.All, Filter = all })).ShouldBe(names);
    }

    [Fact]
    public async Task Search_OrderedAndPaged_HasEachOnce()
    {
        await CreateThreeAsync();
        var query = new SearchExperimentsRequest { View = LifecycleView.All, OrderBy = { "name DESC" }, Filter = "name != 'Default'", MaxResults = 2 };

        var first = await Experiments.SearchAsync(query, CancellationToken.None);
        query.PageToken = first.NextPageToken;
        var second = await Experiments.SearchAsync(query, CancellationToken.None);

        first.Items.Concat(second.Items).Select(e => e.Name).ShouldBe(["c", "b", "a"]);
        second.NextPageToken.ShouldBeEmpty();
    }

    [Fact]
    public async Task Search_Wrong_IsRefused()
    {
        await Should.ThrowAsync<InvalidFilterException>(() => NamesAsync(new SearchExperimentsRequest { Filter = "colour = 'x'" }));
        await Should.ThrowAsync<InvalidFilterException>(() => NamesAsync(new SearchExperimentsRequest { OrderBy = { "colour" } }));
        await Should.ThrowAsync<InvalidPageTokenException>(() => NamesAsync(new SearchExperimentsRequest { PageToken = "x" }));
        await Should.ThrowAsync<InvalidPageTokenException>(() => NamesAsync(new SearchExperimentsRequest { PageToken = "x", OrderBy = { "name" } }));
    }

    [Fact]
    public async Task Create_SameNameAtOnce_OneSucceeds()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ =>
            Experiments.CreateAsync("same", new Dictionary<string, string>(), CancellationToken.None)));

        made.Count(id => id is not null).ShouldBe(1);
    }

    private async Task CreateThreeAsync()
    {
        foreach (var (name, color) in ((string, string)[])[("a", "red"), ("b", "red"), ("c", "blue")])
        {
            await Experiments.CreateAsync(name, new Dictionary<string, string> { ["color"] = color }, CancellationToken.None).WaitAsync(Patience);
        }

        var last = (await Experiments.FindByNameAsync("c", CancellationToken.None))!;
        await Experiments.SetLifecycleAsync(last.ExperimentId, LifecycleStage.Deleted, CancellationToken.None);
    }

    private async Task<string> NamesAsync(SearchExperimentsRequest query)
    {
        query.MaxResults = 100;
        return string.Join(' ', (await Experiments.SearchAsync(query, CancellationToken.None).WaitAsync(Patience)).Items.Select(e => e.Name));
    }

    private Task<Experiment?> FindAsync(string id) => Experiments.FindAsync(id, CancellationToken.None).WaitAsync(Patience);
}
