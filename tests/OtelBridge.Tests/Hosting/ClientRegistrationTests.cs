using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace OtelBridge.Tests.Hosting;

public sealed class ClientRegistrationTests
{
    [Theory]
    [InlineData("http://code:5000/", "http://code:5000", "grpc://section", true)]
    [InlineData("http://section:4317/", null, "grpc://section", true)]
    [InlineData("https://section/", null, "https://section", false)]
    [InlineData("http://localhost:4317/", null, null, false)]
    public void Client_OfAHost_AsksTheServerOfItsTracing(string expected, string? code, string? section, bool isTraced)
    {
        var services = Services(section);
        if (isTraced)
        {
            services.AddMlflowTracing();
        }

        services.AddMlflowClient(o => o.TrackingUri = code).AddMlflowClient();
        using var provider = services.BuildServiceProvider();

        provider.GetRequiredService<MlflowClient>().TrackingAddress.AbsoluteUri.ShouldBe(expected);
        provider.GetServices<MlflowClient>().ShouldHaveSingleItem();
    }

    [Fact]
    public void Client_OfABadAddress_FailsWhereItIsResolved()
    {
        using var provider = Services("sqlite:///mlflow.db").AddMlflowClient().BuildServiceProvider();

        var failure = Should.Throw<MlflowException>(() => provider.GetRequiredService<MlflowClient>());

        failure.ErrorCode.ShouldBe(MlflowErrorCode.InvalidParameterValue);
        failure.Message.ShouldContain("Mlflow:TrackingUri");
    }

    private static IServiceCollection Services(string? section) => new ServiceCollection().AddSingleton<IConfiguration>(
        new ConfigurationBuilder().AddInMemoryCollection([new("Mlflow:TrackingUri", section)]).Build());
}
