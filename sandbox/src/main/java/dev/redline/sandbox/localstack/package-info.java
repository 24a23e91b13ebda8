/**
 * LocalStack: CloudWatch with alarms that evaluate, SNS, SQS, CloudFormation and S3 on the
 * loopback, from a cached Python environment or from its container image, and the JUnit side of it.
 *
 * <p>Only the JDK, slf4j, JUnit's API and the sandbox's {@code python} and {@code process} may be
 * imported; nothing of the product.
 */
@NullMarked
package dev.redline.sandbox.localstack;

import org.jspecify.annotations.NullMarked;
