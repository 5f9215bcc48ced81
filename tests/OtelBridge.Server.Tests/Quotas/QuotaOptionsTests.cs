using OtelBridge.Server.Commands;
using OtelBridge.Store.Quotas;

namespace OtelBridge.Server.Tests.Quotas;

/// <summary>How quotas are written on the command line and in the environment.</summary>
public sealed class QuotaOptionsTests
{
    [Theory]
    [InlineData("spans_per_second=100", "spans_per_second=100")]
    [InlineData(" searches = off , bytes_per_day=1.5GB ", "bytes_per_day=1500000000,searches=off")]
    [InlineData("bytes_per_request=4MiB,spans_at_once=7,search_seconds=30,search_rows=500", "spans_at_once=7,bytes_per_request=4194304,search_seconds=30,search_rows=500")]
    [InlineData("", "")]
    public void Quota_IsRead_AndWrittenSoThatItCanBeReadAgain(string text, string written)
    {
        var quota = Quota.Parse(text);

        quota.ToString().ShouldBe(written);
        Quota.Parse(written).ShouldBe(quota);
    }

    [Theory]
    [InlineData("spans=1", "'spans' is not a quota; these are: spans_per_second, spans_at_once, bytes_per_day, bytes_per_request, attributes_per_span, attribute_bytes, events_per_span, links_per_span, searches, search_seconds, search_rows.")]
    [InlineData("searches", "searches is a whole number from 1 to 10000 or 'off' for no limit, not ''.")]
    [InlineData("searches=0", "searches is a whole number from 1 to 10000 or 'off' for no limit, not '0'.")]
    [InlineData("searches=-1", "not '-1'.")]
    [InlineData("search_seconds=5000", "search_seconds is a whole number from 1 to 3600 or 'off' for no limit, not '5000'.")]
    [InlineData("bytes_per_day=forever", "or a size such as 10GB, or 'off' for no limit, not 'forever'.")]
    [InlineData("searches=1,searches=2", "'searches' is said twice.")]
    public void Option_ThatCannotBeRead_StopsTheStart_AndSaysWhatToWrite(string text, string told)
    {
        var settings = new ServeSettings(variable => variable == "OTELBRIDGE_QUOTA" ? text : null);

        settings.ReadQuota(null);

        settings.Errors.ShouldHaveSingleItem().ShouldStartWith("OTELBRIDGE_QUOTA: ");
        settings.Errors[0].ShouldEndWith(told);
    }

    [Fact]
    public void Quotas_OfWorkspaces_AreRead_FromTheCommandLineOrTheEnvironment()
    {
        var settings = new ServeSettings(static variable => variable == "OTELBRIDGE_WORKSPACE_QUOTAS" ? "default:searches=1;\n team-a:bytes_per_day=1GB" : null);
        settings.Options.Workspaces["team-a"] = "sqlite:a.db";

        settings.ReadWorkspaceQuotas([]);

        settings.Errors.ShouldBeEmpty();
        settings.Options.WorkspaceQuotas.Select(static pair => $"{pair.Key} {pair.Value}").ShouldBe(["default searches=1", "team-a bytes_per_day=1000000000"]);
        settings.Options.CountsCallers.ShouldBeTrue();
    }

    [Theory]
    [InlineData("team-z:searches=1", "There is no workspace 'team-z' to have a quota; these are: default.")]
    [InlineData("searches=1", "'searches=1' is not the quota of a workspace; write NAME:QUOTA=VALUE,…, such as default:spans_per_second=1000,bytes_per_day=10GB.")]
    [InlineData("default:spans=1", "links_per_span, searches, search_seconds, search_rows.")]
    public void QuotaOfAWorkspace_ThatCannotBe_StopsTheStart_AndSaysWhatToWrite(string text, string told)
    {
        var settings = new ServeSettings(static _ => null);

        settings.ReadWorkspaceQuotas([text]);

        settings.Errors.ShouldHaveSingleItem().ShouldStartWith("--workspace-quota: ");
        settings.Errors[0].ShouldEndWith(told);
    }

    [Fact]
    public void Quota_OfAKey_GoesBeforeThatOfTheServer_NumberByNumber()
    {
        var server = Quota.Parse("spans_per_second=5,searches=2");

        Quota.Parse("searches=off,search_rows=9").Over(server).ToString().ShouldBe("spans_per_second=5,searches=off,search_rows=9");
        Quota.Parse("spans_per_second=5000").Burst.ShouldBe(50_000); // ten seconds
        Quota.Parse("spans_per_second=5").Burst.ShouldBe(8_192); // what collectors send at once
    }
}
