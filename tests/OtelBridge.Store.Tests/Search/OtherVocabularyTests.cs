using OtelBridge.Store.Search;

namespace OtelBridge.Store.Tests.Search;

/// <summary>Filters and orders of experiments and runs: the same language over other tables.</summary>
public sealed class OtherVocabularyTests
{
    [Theory]
    [InlineData("", "all")]
    [InlineData("name LIKE 's%'", "ExperimentName Like 's%'")]
    [InlineData("attribute.name = 'a'", "ExperimentName Equal 'a'")]
    [InlineData("attr.name != 'a'", "ExperimentName NotEqual 'a'")]
    [InlineData("attributes.name ILIKE '%BOT%'", "ExperimentName ILike '%BOT%'")]
    [InlineData("creation_time > 0", "CreationTime Greater 0")]
    [InlineData("last_update_time <= 17", "LastUpdateTime LessOrEqual 17")]
    [InlineData("tags.team = 'support' AND tag.`a b` LIKE 'x'", "And(Tag[team] Equal 'support', Tag[a b] Like 'x')")]
    [InlineData("tags.name = 'x'", "Tag[name] Equal 'x'")]
    [InlineData("NOT (name = 'a' OR name = 'b')", "Not(Or(ExperimentName Equal 'a', ExperimentName Equal 'b'))")]
    public void ExperimentFilter_Text_IsRead(string filter, string tree) => TreeText.Of(ExperimentFilter.Parse(filter)).ShouldBe(tree);

    [Theory]
    [InlineData("metrics.acc > 0.9 and params.model = 'm-1'", "And(Metric[acc] Greater 0.9d, Param[model] Equal 'm-1')")]
    [InlineData("metric.acc = 1", "Metric[acc] Equal 1")]
    [InlineData("metrics.`val/loss` < -1e-3", "Metric[val/loss] Less -0.001d")]
    [InlineData("parameter.x LIKE 'a'", "Param[x] Like 'a'")]
    [InlineData("parameters.x ILIKE 'a'", "Param[x] ILike 'a'")]
    [InlineData("param.x != 'a'", "Param[x] NotEqual 'a'")]
    [InlineData("tags.purpose = 'demo'", "Tag[purpose] Equal 'demo'")]
    [InlineData("tags.mlflow.runName = 'a'", "Tag[mlflow.runName] Equal 'a'")]
    [InlineData("attributes.status = 'FAILED'", "RunStatus Equal 'FAILED'")]
    [InlineData("run.status = 'FAILED'", "RunStatus Equal 'FAILED'")]
    [InlineData("attr.user_id = 'u'", "UserId Equal 'u'")]
    [InlineData("artifact_uri LIKE 's3:%'", "ArtifactUri Like 's3:%'")]
    [InlineData("run_name LIKE 'base%'", "RunName Like 'base%'")]
    [InlineData("`Run name` = 'a'", "RunName Equal 'a'")]
    [InlineData("run_id IN ('a', 'b')", "RunId In ['a', 'b']")]
    [InlineData("run_id NOT IN ('a')", "RunId NotIn ['a']")]
    [InlineData("start_time > 1", "RunStartTime Greater 1")]
    [InlineData("created > 1", "RunStartTime Greater 1")]
    [InlineData("Created > 1", "RunStartTime Greater 1")]
    [InlineData("end_time >= 1", "RunEndTime GreaterOrEqual 1")]
    public void RunFilter_Text_IsRead(string filter, string tree) => TreeText.Of(RunFilter.Parse(filter)).ShouldBe(tree);

    [Theory]
    [InlineData("colour = 'red'", "Invalid attribute key 'colour' at column 1")]
    [InlineData("name == ", "Invalid comparator '==' not one of =, !=, LIKE, ILIKE at column 6")]
    [InlineData("name RLIKE 'a'", "Invalid comparator 'RLIKE' not one of =, !=, LIKE, ILIKE at column 6")]
    [InlineData("name IN ('a')", "Invalid comparator 'IN'")]
    [InlineData("experiment_id = '1'", "Invalid attribute key 'experiment_id'")]
    [InlineData("metadata.x = '1'", "Invalid entity type 'metadata'")]
    [InlineData("creation_time LIKE '1'", "Invalid comparator 'LIKE'")]
    public void ExperimentFilter_BadText_IsRefused(string filter, string problem) =>
        Should.Throw<InvalidFilterException>(() => ExperimentFilter.Parse(filter)).Message.ShouldContain(problem);

    [Theory]
    [InlineData("colour = 'x'", "Invalid attribute key 'colour'")]
    [InlineData("metrics.acc >> 1", "Invalid comparator '>>' not one of =, !=, <, <=, >, >= at column 13")]
    [InlineData("metrics.acc LIKE '1'", "Invalid comparator 'LIKE'")]
    [InlineData("params.x > 5", "Invalid comparator '>'")]
    [InlineData("params.x = 5", "Expected a quoted string value for params.x")]
    [InlineData("status IN ('FAILED')", "Invalid comparator 'IN'")]
    [InlineData("name = 'a'", "Did you mean run_name?")]
    [InlineData("dataset.name = 'a'", "Invalid entity type 'dataset'")]
    [InlineData("span.name = 'a'", "Invalid entity type 'span'")]
    public void RunFilter_BadText_IsRefused(string filter, string problem) =>
        Should.Throw<InvalidFilterException>(() => RunFilter.Parse(filter)).Message.ShouldContain(problem);

    [Theory]
    [InlineData("name ASC", "ExperimentName up")]
    [InlineData("experiment_id", "ExperimentId up")]
    [InlineData("creation_time DESC", "CreationTime down")]
    [InlineData("attribute.last_update_time DESC", "LastUpdateTime down")]
    public void ExperimentOrder_Key_IsFound(string clause, string order) => TreeText.Of(ExperimentOrder.Parse([clause])).ShouldBe(order);

    [Theory]
    [InlineData("metrics.loss ASC", "Metric[loss] up")]
    [InlineData("params.x DESC", "Param[x] down")]
    [InlineData("tags.x", "Tag[x] up")]
    [InlineData("start_time DESC", "RunStartTime down")]
    [InlineData("attributes.created DESC", "RunStartTime down")]
    [InlineData("attribute.`Run Name`", "RunName up")]
    [InlineData("run_id", "RunId up")]
    public void RunOrder_Key_IsFound(string clause, string order) => TreeText.Of(RunOrder.Parse([clause])).ShouldBe(order);

    [Fact]
    public void Orders_UnknownKeys_AreRefused()
    {
        Should.Throw<InvalidFilterException>(() => ExperimentOrder.Parse(["colour DESC"])).Message.ShouldContain("Invalid attribute key 'colour'");
        Should.Throw<InvalidFilterException>(() => ExperimentOrder.Parse(["tags.x"])).Message.ShouldContain("Invalid identifier type 'tags'");
        Should.Throw<InvalidFilterException>(() => RunOrder.Parse(["name DESC"])).Message.ShouldContain("Did you mean run_name?");
    }
}
