using OtelBridge.Configuration;

namespace OtelBridge.Tests.Configuration;

public sealed class LifetimeSettingsTests
{
    [Fact]
    public void Defaults_AreMlflows()
    {
        var decided = Decide();

        decided.Timeout.ShouldBeNull();
        decided.CheckInterval.ShouldBe(TimeSpan.FromSeconds(1));
        decided.Buffer.MaxTraces.ShouldBe(1000);
        decided.Buffer.TimeToLive.ShouldBe(TimeSpan.FromHours(1));
    }

    [Fact]
    public void EverySetting_FromTheEnvironment_IsRead()
    {
        var decided = Decide(
            null,
            (EnvironmentKeys.TraceTimeout, "2.5"),
            (EnvironmentKeys.TraceTimeoutCheckInterval, "00:00:10"),
            (EnvironmentKeys.TraceBufferMaxSize, "7"),
            (EnvironmentKeys.TraceBufferTtl, "86400"));

        decided.Timeout.ShouldBe(TimeSpan.FromSeconds(2.5));
        decided.CheckInterval.ShouldBe(TimeSpan.FromSeconds(10));
        decided.Buffer.MaxTraces.ShouldBe(7);
        decided.Buffer.TimeToLive.ShouldBe(TimeSpan.FromDays(1));
    }

    [Fact]
    public void Precedence_IsCodeSectionEnvironment()
    {
        (string, string)[] settings =
        [
            ("Mlflow:Lifetime:Timeout", "2"), (EnvironmentKeys.TraceTimeout, "3"), ("Mlflow:Lifetime:MaxClientTraces", "20"), (EnvironmentKeys.TraceBufferMaxSize, "30"),
        ];

        var decided = Decide(o => o.Lifetime.Timeout = TimeSpan.FromSeconds(1), settings);

        decided.Timeout.ShouldBe(TimeSpan.FromSeconds(1));
        decided.Buffer.MaxTraces.ShouldBe(20);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("soon")]
    [InlineData("1e999")]
    [InlineData("999999999999999999999999999999")]
    [InlineData("31.00:00:00")]
    public void Time_ThatCannotBeUsed_IsReportedAndPassedOver(string text)
    {
        using var events = new Events();

        Decide(null, (EnvironmentKeys.TraceTimeout, text)).Timeout.ShouldBeNull();

        events.Texts("ConfigurationValueIgnored").ShouldHaveSingleItem().ShouldStartWith($"{EnvironmentKeys.TraceTimeout}|{text}|");
    }

    private static LifetimeSettings Decide(Action<MlflowTracingOptions>? configure = null, params (string, string)[] settings)
    {
        var options = new MlflowTracingOptions();
        configure?.Invoke(options);
        return TracingSettingsFactory.Create(options, Traced.Configuration(settings)).Lifetime;
    }
}
