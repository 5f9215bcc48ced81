namespace OtelBridge.Store.Access;

/// <summary>Who people are for a provider of OpenID Connect. An identity stays with its person until the person is deleted, whatever they are called then.</summary>
public interface IIdentityCatalog
{
    /// <summary>Gives the person whose identity it is. At the first visit that is who has the given name and neither password nor another identity, and where nobody has it somebody new.</summary>
    /// <param name="issuer">The provider.</param>
    /// <param name="subject">The person, in the words of the provider, which never means anybody else by them (OpenID Connect Core, 5.7).</param>
    /// <param name="name">What they are to be called when this is their first visit.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The person, and whether this was the first visit; no person when the name is somebody else's.</returns>
    Task<(Person? Person, bool IsFirst)> EnterAsync(string issuer, string subject, string name, CancellationToken cancellationToken);
}
