using Microsoft.Extensions.Options;

namespace Gallery;

/// <summary>Draws work out, so that one can watch it.</summary>
internal sealed class Pace(IOptions<GalleryOptions> options, TimeProvider time)
{
    public Task StepAsync(CancellationToken cancellationToken) => Task.Delay(options.Value.Pace, time, cancellationToken);
}
